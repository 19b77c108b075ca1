import * as v from 'valibot'
import { Text } from './shapes'

/** What a grid has beside what the rules ask for: a place of the answer, households beyond the band, people. */
export const PostBalance = v.object({
  place: v.number(),
  band: v.number(), // households missing to the band (below 0) or above it
  staff: v.number(),
  by_households: v.number(),
  by_grid: v.number(),
  missing: v.number(),
})
export type PostBalance = v.InferOutput<typeof PostBalance>

/** A kind of facility that can be asked for, and how many there are. */
export const FacilityKind = v.object({ kind: v.string(), name: Text, count: v.number() })
export type FacilityKind = v.InferOutput<typeof FacilityKind>
