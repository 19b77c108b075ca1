import * as v from 'valibot'
import { actFor, ask } from './client'
import { PlanGrid, WireTopology } from './plan-topology'
import { Person } from './plan-log'
import { AreaId, Edition, LonLat, Text } from './shapes'

/** The states of a plan. Only a draft and a returned one can be changed. */
export const states = ['draft', 'proposed', 'returned', 'published', 'dropped'] as const
export const PlanState = v.picklist(states)
export type PlanState = v.InferOutput<typeof PlanState>

/** What there is to say of a whole plan; shares are of 1. */
export const Metrics = v.object({
  grids: v.number(),
  bound: v.number(),
  in_band: v.number(),
  max_deviation: v.number(),
  road_share: v.number(),
  compactness: v.number(),
  moved_share: v.number(),
  households_moved: v.number(),
})
export type Metrics = v.InferOutput<typeof Metrics>

/** What a grid would have. */
export const After = v.object({ grid: v.number(), tally: v.object({ households: v.number() }) })

/** What a planner should know of what was done beside what was asked for. */
export const Note = v.object({
  kind: v.string(),
  at: v.optional(v.nullable(LonLat), null),
  grid: v.optional(v.nullable(v.number()), null),
})
export type Note = v.InferOutput<typeof Note>

/** What a plan could not take over as it was given when it began. */
const StartNote = v.object({ kind: v.string(), words: Text, at: v.nullable(LonLat) })

export const PlanRow = v.object({
  id: v.number(),
  title: v.string(),
  note: v.string(),
  state: PlanState,
  revision: v.number(),
  communities: v.array(v.object({ id: AreaId, code: v.string(), name: v.string() })),
  author: Person,
  created_at: v.string(),
  changed_at: v.string(),
  from: v.string(),
  stale: v.boolean(),
  base: v.array(Edition),
  may: v.object({ change: v.boolean(), publish: v.boolean() }),
  /** Whether there is something to take back, and to do again; null in lists. */
  undo: v.optional(v.nullable(v.boolean()), null),
  redo: v.optional(v.nullable(v.boolean()), null),
  /** What there is to say of it as it stands; null in lists that were not asked for it. */
  metrics: v.optional(v.nullable(Metrics), null),
  /** What of the editions or the file could not be taken over as it was; null in lists. */
  notes: v.optional(v.nullable(v.array(StartNote)), null),
})
export type PlanRow = v.InferOutput<typeof PlanRow>

/** One change that a planner makes: its kind and what that reads, as docs/plans.md has it. */
export type Operation = { kind: string; [member: string]: unknown }
export const Operation: v.GenericSchema<Operation> = v.looseObject({ kind: v.string() })

/** A part that hangs together with the rest of its grid no longer, and ways to mend it. */
export const Loose = v.object({
  grid: v.number(),
  cells: v.array(v.number()),
  households: v.number(),
  at: LonLat,
  offers: v.array(
    v.object({
      kind: v.string(),
      operations: v.array(Operation),
      after: v.array(After),
    }),
  ),
})
export type Loose = v.InferOutput<typeof Loose>

export const Operated = v.object({
  revision: v.number(),
  rebased: v.boolean(),
  undo: v.boolean(),
  redo: v.boolean(),
  change: v.object({ notes: v.array(Note), loose: v.array(Loose) }),
  topology: WireTopology,
})
export type Operated = v.InferOutput<typeof Operated>

export async function fetchPlans(community: AreaId, signal?: AbortSignal): Promise<PlanRow[]> {
  const plans = v.object({ plans: v.array(PlanRow) })
  return (await ask(`/v1/communities/${community}/plans`, plans, signal)).plans
}

/** How a plan begins. */
export type NewPlan = { title: string; note: string; from: 'edition' | 'empty' | 'plan'; copy_of?: number }

export function startPlan(community: AreaId, plan: NewPlan): Promise<PlanRow> {
  return actFor({ method: 'POST', path: `/v1/communities/${community}/plans`, body: plan }, PlanRow)
}

/** Begins a plan from boundaries in a file of GeoJSON. */
export function startPlanFrom(
  community: AreaId,
  file: Blob,
  { title, note, crs }: { title: string; note: string; crs: string },
): Promise<PlanRow> {
  const about = new URLSearchParams({ title, crs, ...(note ? { note } : {}) })
  const path = `/v1/communities/${community}/plans?${about.toString()}`
  return actFor({ method: 'POST', path, body: new Blob([file], { type: 'application/geo+json' }) }, PlanRow)
}

export function fetchPlan(id: number, signal?: AbortSignal): Promise<PlanRow> {
  return ask(`/v1/plans/${id}`, PlanRow, signal)
}

/** What of a plan is to be otherwise; what is left out stays. */
export type PlanAmendment = { title?: string; note?: string; state?: PlanState }

export function amendPlan(id: number, change: PlanAmendment): Promise<PlanRow> {
  return actFor({ method: 'PATCH', path: `/v1/plans/${id}`, body: change }, PlanRow)
}

/** The topology of a plan, or of what it is compared with. */
export function fetchTopology(id: number, signal?: AbortSignal, against?: string): Promise<WireTopology> {
  return ask(`/v1/plans/${id}/topology${against ? `?with=${against}` : ''}`, WireTopology, signal)
}

/** Makes operations, all or none; dry: says what they would make and keeps nothing. */
export function operate(
  id: number,
  revision: number,
  operations: readonly Operation[],
  dry: boolean,
  signal?: AbortSignal,
): Promise<Operated> {
  const body = { operations, dry_run: dry }
  const path = `/v1/plans/${id}/operations`
  return actFor({ method: 'POST', path, body, revision, ...(signal ? { signal } : {}) }, Operated)
}

/** Takes over how another plan has some of its grids; dry: says what that would make and keeps nothing. */
export function pick(
  id: number,
  revision: number,
  { from, grids }: { from: number; grids: readonly number[] },
  dry: boolean,
  signal?: AbortSignal,
): Promise<Operated> {
  const body = { from, grids, dry_run: dry }
  const path = `/v1/plans/${id}/pick`
  return actFor({ method: 'POST', path, body, revision, ...(signal ? { signal } : {}) }, Operated)
}

/** Takes back what was done last, or does it again. */
export function step(id: number, revision: number, way: 'undo' | 'redo'): Promise<Operated> {
  return actFor({ method: 'POST', path: `/v1/plans/${id}/${way}`, revision }, Operated)
}

export { PlanGrid }
