import * as v from 'valibot'
import { Provenance } from './analysis'
import { ask } from './client'
import { LonLat, Text } from './shapes'

/** An area on one page, in the words of the page that is printed; what is not known is null. */
export const Report = v.object({
  provenance: Provenance,
  title: Text,
  above: v.array(v.string()),
  period: Text,
  data: v.nullable(Text),
  steps: v.array(v.object({ kind: v.string(), spot: v.nullable(v.number()), words: Text })),
  idle: Text, // where there are no steps
  sentences: v.array(Text),
  unit: Text,
  level: v.picklist(['grid', 'community', 'street']), // of the places
  placed: Text,
  no_rates: v.nullable(Text),
  breaks: v.array(v.nullable(v.number())),
  whole: v.nullable(v.number()),
  places: v.array(
    v.object({
      id: v.number(),
      name: Text,
      rate: v.nullable(v.number()),
      lower: v.nullable(v.number()),
      upper: v.nullable(v.number()),
      class: v.picklist(['above', 'within', 'below']),
    }),
  ),
  spots: v.array(
    v.object({
      number: v.number(),
      at: LonLat,
      name: Text,
      pattern: v.string(),
      course: Text,
      much: Text,
      more: Text,
      open: v.boolean(),
    }),
  ),
  spots_of: v.nullable(Text),
  no_spots: v.nullable(Text),
  unseen: v.array(v.object({ kind: v.string(), count: v.number(), title: Text })),
  unseen_not: v.array(Text),
  made: v.array(Text),
})
export type Report = v.InferOutput<typeof Report>

export const fetchReport = (path: string, signal?: AbortSignal) => ask(path, Report, signal)
