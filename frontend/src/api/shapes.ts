import * as v from 'valibot'

/** Shapes that several answers share. Unknown keys are dropped, missing ones refused. */

export const AreaId = v.pipe(v.number(), v.integer(), v.minValue(1), v.brand('AreaId'))
export type AreaId = v.InferOutput<typeof AreaId>

/** The id that a text is, as in an address; null: it is none. */
export function areaIdOf(text: string): AreaId | null {
  const id = v.safeParse(AreaId, Number(text))
  return id.success ? id.output : null
}

/** Degrees, CGCS2000, longitude first. */
export const LonLat = v.tuple([v.number(), v.number()])
export type LonLat = v.InferOutput<typeof LonLat>

/** West, south, east, north. */
export const Bounds = v.tuple([v.number(), v.number(), v.number(), v.number()])
export type Bounds = v.InferOutput<typeof Bounds>

/** A name in both languages. */
export const Text = v.object({ zh: v.string(), en: v.string() })
export type Text = v.InferOutput<typeof Text>

/** Allowed households, both ends included. */
export const Band = v.object({ min: v.number(), max: v.number() })
export type Band = v.InferOutput<typeof Band>

export const BandState = v.picklist(['in', 'under', 'over', 'none'])
export type BandState = v.InferOutput<typeof BandState>

export const Edition = v.object({ number: v.number(), from: v.string(), title: v.string() })
export type Edition = v.InferOutput<typeof Edition>

export const Holder = v.object({
  name: v.string(),
  phone: v.optional(v.string(), ''),
  duty: v.optional(v.string(), ''),
  since: v.optional(v.string(), ''),
})
export type Holder = v.InferOutput<typeof Holder>

export const PostState = v.object({
  key: v.string(),
  name: Text,
  first: v.boolean(),
  holders: v.array(Holder),
})
export type PostState = v.InferOutput<typeof PostState>

/** One area of the chain from the district down, with its posts. */
export const Rung = v.object({
  id: AreaId,
  code: v.string(),
  name: v.string(),
  level: v.object({ key: v.string(), name: Text }),
  posts: v.array(PostState),
})
export type Rung = v.InferOutput<typeof Rung>
