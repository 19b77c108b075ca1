import * as v from 'valibot'
import { FacilityKind, PostBalance } from './analysis-more'
import { ask } from './client'
import { Bounds, LonLat, Text } from './shapes'

/** The shape of the answers of /v1/analysis/*: a member without a value is null or left out. */

const number = v.optional(v.nullable(v.number()), null)
const words = v.optional(v.nullable(v.string()), null)
const text = v.optional(v.nullable(Text), null)

const KindName = v.object({ code: v.string(), name: Text })

/** How an answer was made: the same question with the same version of the data gives the same bytes. */
export const Provenance = v.object({
  what: v.string(),
  area: v.nullable(v.object({ id: v.number(), code: v.string(), name: Text })),
  from: v.string(),
  until: v.string(), // the first day without
  days: v.number(),
  kinds: v.optional(v.nullable(v.array(KindName)), []), // none: all
  level: v.optional(v.nullable(v.string()), null),
  cell_m: number,
  incidents: number,
  reports: number,
  data_from: words,
  data_until: words,
  dataset_version: number,
  division: words,
  households: v.optional(
    v.nullable(v.object({ total: number, estimated: number, source: words, day: words })),
    null,
  ),
  program: words,
  seed: number,
  weights: words,
  q: number,
  bandwidth_m: number,
  tested: number,
  untested: v.optional(v.nullable(v.record(v.string(), v.nullable(v.number()))), null),
  dispersion: number,
  settings: v.optional(
    v.nullable(
      v.object({ band: v.optional(v.nullable(v.array(v.number())), null), households_per_post: number }),
    ),
    null,
  ),
  query: words,
  notes: v.optional(v.nullable(v.array(v.object({ kind: v.string(), words: Text }))), []),
})
export type Provenance = v.InferOutput<typeof Provenance>

/** What a leader reads first: a sentence, and figures by name. */
export const Figure = v.object({
  name: v.string(),
  value: number,
  lower: number,
  upper: number,
  unit: words,
  words: text, // the unit
})
export type Figure = v.InferOutput<typeof Figure>

const Summary = v.object({ words: text, figures: v.optional(v.nullable(v.array(Figure)), []) })

export const Legend = v.object({
  unit: text,
  breaks: v.optional(v.nullable(v.array(v.number())), []), // ascending; none: there are classes
  classes: v.optional(
    v.nullable(v.array(v.object({ class: v.string(), words: Text, places: v.number() }))),
    [],
  ),
})
export type Legend = v.InferOutput<typeof Legend>

/** One square or area with its figures. */
export const Place = v.object({
  id: number,
  code: v.optional(v.nullable(v.string()), ''),
  name: text,
  at: v.optional(v.nullable(LonLat), null),
  count: number,
  households: number,
  rate: number,
  lower: number,
  upper: number,
  smoothed: number,
  per_km2: number,
  expected: number,
  community: text,
  before: number,
  ratio: number,
  ratio_lower: number,
  ratio_upper: number,
  within: number, // households in reach, and their share
  share: number,
  p: number,
  adjusted: number,
  class: words,
  rank: number, // with what chance leaves open: from rank_first to rank_last
  rank_first: number,
  rank_last: number,
  why: words,
  pattern: words,
})
export type Place = v.InferOutput<typeof Place>

const Named = v.object({
  id: v.number(),
  code: v.optional(v.nullable(v.string()), ''),
  name: v.union([v.string(), Text]),
})
export type Named = v.InferOutput<typeof Named>

/** A hot spot as it is told: what, where, since when, compared with what, how sure, who covers it. */
export const Spot = v.object({
  number: v.number(),
  name: Text,
  at: LonLat,
  bounds: v.optional(v.nullable(Bounds), null),
  places: v.optional(v.nullable(v.array(v.number())), []), // of the answer's
  class: words,
  pattern: words,
  since: words,
  until: words,
  count: number,
  expected: number,
  before: number,
  ratio: number,
  ratio_lower: number,
  ratio_upper: number,
  p: number,
  robust: number,
  held: v.optional(v.nullable(v.boolean()), null), // of a score: it was a hot spot again
  firm: v.optional(v.nullable(v.boolean()), null),
  kinds: v.optional(
    v.nullable(
      v.array(v.object({ code: v.string(), name: v.optional(v.nullable(Text), null), count: v.number() })),
    ),
    [],
  ),
  grids: v.optional(v.nullable(v.array(Named)), []),
  holders: v.optional(
    v.nullable(v.array(v.object({ grid: v.optional(v.nullable(Named), null), duty: Text, name: words }))),
    [],
  ),
  words: text,
  issues: words, // the call that lists them
})
export type Spot = v.InferOutput<typeof Spot>

const Series = v.object({
  months: v.optional(v.nullable(v.array(v.string())), []),
  total: v.optional(v.nullable(v.array(v.number())), []),
  groups: v.optional(
    v.nullable(v.array(v.object({ code: v.string(), name: Text, counts: v.array(v.number()) }))),
    [],
  ),
})
export type Series = v.InferOutput<typeof Series>

/** Something that is not seen, or that is missing. */
export const Unseen = v.object({
  id: number,
  name: v.optional(v.nullable(v.union([v.string(), Text])), null),
  at: v.optional(v.nullable(LonLat), null),
  grid: v.optional(v.nullable(Named), null),
  community: v.optional(v.nullable(Named), null),
  households: number,
  square_metres: number,
  days: number,
  post: v.optional(v.nullable(v.union([v.string(), Text])), null),
  about: text, // what else is to be said of it
})
export type Unseen = v.InferOutput<typeof Unseen>

/** A kind of blind spot: how many there are, and which. */
export const UnseenList = v.object({
  kind: v.string(),
  title: text,
  words: text,
  count: number, // null: not known
  households: number,
  items: v.optional(v.nullable(v.array(Unseen)), []),
  more: v.optional(v.nullable(v.boolean()), false),
})
export type UnseenList = v.InferOutput<typeof UnseenList>

const Guess = v.optional(v.nullable(v.object({ pai: number })), null)

/** What became of the hot spots that were named before: hit of spots were hot again, hit_rate of the incidents fell into them. */
export const Score = v.object({
  named_on: words,
  from: words,
  until: words,
  spots: number,
  hit: number,
  hit_rate: number,
  incidents: number,
  inside: number,
  area_share: number,
  pai: number,
  last_year: Guess, // the same share of land, pointed at by other rules
  step_before: Guess,
})
export type Score = v.InferOutput<typeof Score>

/** Where something should have been reported and was not: a place of the answer, and what is missing there. */
const Silent = v.object({ place: v.number(), class: KindName, expected: number })

/** What only some questions tell. */
const More = v.object({
  score: v.optional(v.nullable(Score), null),
  silent: v.optional(v.nullable(v.array(Silent)), null),
  posts: v.optional(v.nullable(v.array(PostBalance)), null),
  facility_kinds: v.optional(v.nullable(v.array(FacilityKind)), null),
})

export const Answer = v.object({
  provenance: Provenance,
  summary: v.optional(v.nullable(Summary), null),
  legend: v.optional(v.nullable(Legend), null),
  places: v.optional(v.nullable(v.array(Place)), []),
  spots: v.optional(v.nullable(v.array(Spot)), []),
  series: v.optional(v.nullable(Series), null),
  lists: v.optional(v.nullable(v.array(UnseenList)), []),
  more: v.optional(v.nullable(More), null),
})
export type Answer = v.InferOutput<typeof Answer>

const Geometry = v.looseObject({
  type: v.picklist(['Polygon', 'MultiPolygon']),
  coordinates: v.array(v.any()),
})
const Land = v.object({
  type: v.literal('Feature'),
  geometry: v.nullable(Geometry),
  properties: Place,
})

/** The same answer as GeoJSON: the places with the land of each, the rest beside them. */
export const Lands = v.object({
  type: v.literal('FeatureCollection'),
  features: v.array(Land),
  ...v.omit(Answer, ['places']).entries,
})
export type Lands = v.InferOutput<typeof Lands>

/** What a walk reaches: outlines, and the services and buildings as points. */
export const ReachLands = v.object({
  type: v.literal('FeatureCollection'),
  features: v.array(
    v.object({
      geometry: v.nullable(v.looseObject({ type: v.string(), coordinates: v.array(v.any()) })),
      properties: v.object({ role: words }),
    }),
  ),
})
export type ReachLands = v.InferOutput<typeof ReachLands>

/** The answer that is told beside lands. */
export const answerOf = ({ features, ...rest }: Lands): Answer => ({
  ...rest,
  places: features.map(({ properties }) => properties),
})

/** An issue behind a figure. */
export const Issue = v.object({
  id: v.number(),
  at: v.optional(v.nullable(LonLat), null),
  kind: v.optional(
    v.nullable(v.object({ code: v.string(), name: v.optional(v.nullable(Text), null) })),
    null,
  ),
  opened: words, // a day
  closed: words,
  incident: number, // the issue that reported the same before
  status: words,
  grid: v.optional(v.nullable(Named), null),
})
export type Issue = v.InferOutput<typeof Issue>

export const Issues = v.object({
  issues: v.array(Issue),
  total: number,
  incidents: number,
  next: v.optional(v.nullable(v.union([v.number(), v.string()])), null),
})
export type Issues = v.InferOutput<typeof Issues>

export const fetchAnswer = (path: string, signal?: AbortSignal) => ask(path, Answer, signal)
export const fetchLands = (path: string, signal?: AbortSignal) => ask(path, Lands, signal)
export const fetchIssues = (path: string, signal?: AbortSignal) => ask(path, Issues, signal)
export const fetchReach = (path: string, signal?: AbortSignal) => ask(path, ReachLands, signal)
