import * as v from 'valibot'
import { ask } from './client'
import { AreaId, Band, BandState, Bounds, Edition, LonLat } from './shapes'

export const Community = v.object({
  id: AreaId,
  code: v.string(),
  name: v.string(),
  parents: v.array(v.object({ id: AreaId, code: v.string(), name: v.string(), level: v.string() })),
  bounds: Bounds,
  label: LonLat,
  grids: v.number(),
  households: v.number(),
  /** Grids that a band binds; dedicated ones have none. */
  banded: v.number(),
  in_band: v.number(),
  profile: v.string(),
  edition: Edition,
})
export type Community = v.InferOutput<typeof Community>

export const Communities = v.object({ communities: v.array(Community) })

export const Grid = v.object({
  id: AreaId,
  code: v.string(),
  name: v.string(),
  colour: v.number(),
  households: v.number(),
  buildings: v.number(),
  band: v.nullable(Band),
  state: BandState,
  kind: v.string(),
  vacant: v.number(),
  label: LonLat,
  bounds: Bounds,
})
export type Grid = v.InferOutput<typeof Grid>

export const CommunityGrids = v.object({ community: Community, grids: v.array(Grid) })
export type CommunityGrids = v.InferOutput<typeof CommunityGrids>

export async function fetchCommunities(signal?: AbortSignal): Promise<Community[]> {
  return (await ask('/v1/communities', Communities, signal)).communities
}

export function fetchGrids(community: AreaId, signal?: AbortSignal): Promise<CommunityGrids> {
  return ask(`/v1/communities/${community}/grids`, CommunityGrids, signal)
}
