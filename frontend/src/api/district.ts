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
  counts: v.object({
    communities: v.number(),
    grids: v.number(),
    buildings: v.number(),
    issues: v.nullable(v.number()), // null: not for this reader
    households: v.number(),
  }),
})
export type District = v.InferOutput<typeof District>

export function fetchDistrict(signal?: AbortSignal): Promise<District> {
  return ask('/v1/district', District, signal)
}
