import * as v from 'valibot'
import { ask } from './client'
import { Band, Bounds, Text } from './shapes'

export const District = v.object({
  name: Text,
  time_zone: v.string(),
  version: v.number(),
  bounds: v.nullable(Bounds), // null: nothing is loaded yet
  day: v.string(),
  attribution: v.string(),
  base_map: v.nullable(v.object({ url: v.string(), attribution: v.string() })),
  levels: v.array(
    v.object({
      profile: v.string(),
      rank: v.number(),
      key: v.string(),
      name: Text,
      role: v.string(),
      band: v.nullable(Band),
    }),
  ),
  // null: not for this reader, who may see a part of the district only
  counts: v.object({
    communities: v.nullable(v.number()),
    grids: v.nullable(v.number()),
    buildings: v.nullable(v.number()),
    issues: v.nullable(v.number()),
    households: v.nullable(v.number()),
  }),
})
export type District = v.InferOutput<typeof District>

export function fetchDistrict(signal?: AbortSignal): Promise<District> {
  return ask('/v1/district', District, signal)
}
