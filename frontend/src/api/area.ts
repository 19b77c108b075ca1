import * as v from 'valibot'
import { ask } from './client'
import { AreaId, Band, BandState, Bounds, Edition, LonLat, Rung, Text } from './shapes'

/** The card of one area of any level. */
export const AreaCard = v.object({
  id: AreaId,
  code: v.string(),
  name: v.string(),
  level: v.object({ key: v.string(), name: Text, role: v.string() }),
  kind: v.string(),
  colour: v.number(),
  area_m2: v.nullable(v.number()), // null: it has no boundary of its own
  label: LonLat,
  bounds: Bounds,
  tally: v.object({
    households: v.number(),
    residents: v.number(),
    buildings: v.number(),
    estimated: v.number(), // how many of the households are estimated
  }),
  band: v.nullable(Band),
  state: BandState,
  chain: v.array(Rung),
  edition: Edition,
})
export type AreaCard = v.InferOutput<typeof AreaCard>

export function fetchArea(id: AreaId, signal?: AbortSignal): Promise<AreaCard> {
  return ask(`/v1/areas/${id}`, AreaCard, signal)
}
