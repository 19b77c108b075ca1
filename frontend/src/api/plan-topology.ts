import * as v from 'valibot'
import { Band, BandState } from './shapes'

/** Columns of whole numbers; how each is written, docs/plans.md tells. */
const Column = v.array(v.number())

export const Tally = v.object({ households: v.number() })
export type Tally = v.InferOutput<typeof Tally>

/** A grid of a plan: how it stands, and how it was where the plan began (base; null: it was not there). */
export const PlanGrid = v.object({
  id: v.number(),
  community: v.number(),
  code: v.string(),
  name: v.string(),
  kind: v.string(),
  exempt: v.string(),
  colour: v.number(),
  locked: v.boolean(),
  band: v.nullable(Band),
  state: BandState,
  tally: Tally,
  base: v.nullable(Tally),
})
export type PlanGrid = v.InferOutput<typeof PlanGrid>

export const WireTopology = v.object({
  revision: v.number(),
  since: v.nullable(v.number()),
  origin: v.array(v.number()),
  nodes: v.object({ ids: Column, lon: Column, lat: Column }),
  arcs: v.object({
    ids: Column,
    from: Column,
    to: Column,
    left: Column,
    right: Column,
    class: Column,
    inner: Column,
    points: Column,
  }),
  cells: v.object({
    ids: Column,
    grid: Column,
    base: Column,
    parent: Column,
    estate: Column,
    households: Column,
    square_metres: Column,
  }),
  buildings: v.object({ id: Column, cell: Column, households: Column, lon: Column, lat: Column }),
  grids: v.array(PlanGrid),
  estates: v.optional(v.array(v.object({ id: v.number(), name: v.string() })), []),
  gone: v.object({ nodes: Column, arcs: Column, cells: Column, grids: Column }),
})
export type WireTopology = v.InferOutput<typeof WireTopology>
