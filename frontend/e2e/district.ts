import { Communities, CommunityGrids, type Community, type Grid } from '../src/api/community'
import { answer } from './browser'

/** A community that is divided into several grids, with them. */
export async function dividedCommunity(): Promise<{ community: Community; grids: Grid[]; grid: Grid }> {
  const { communities } = await answer('/v1/communities', Communities)
  const community = communities.find((one) => one.grids >= 3)
  if (!community) throw new Error('the demo district has no community with three grids')
  const { grids } = await answer(`/v1/communities/${community.id}/grids`, CommunityGrids)
  const grid = grids.find((one) => one.vacant > 0) ?? grids[0]
  if (!grid) throw new Error(`${community.name} has no grids`)
  return { community, grids, grid }
}

/** The number of the edition that a community has in force. */
export async function editionOf(id: number): Promise<number | undefined> {
  const { communities } = await answer('/v1/communities', Communities)
  return communities.find((community) => community.id === id)?.edition.number
}
