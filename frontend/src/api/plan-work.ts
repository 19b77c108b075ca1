import * as v from 'valibot'
import { actFor, ask } from './client'
import { After, Metrics, Operation } from './plan'
import { Person, Refusal } from './plan-log'
import { AreaId, LonLat, Text } from './shapes'

/** Something about a plan that should be otherwise, and what would mend it. */
export const Problem = v.object({
  kind: v.string(),
  severity: v.picklist(['stops', 'warns', 'hints']),
  words: Text,
  at: LonLat,
  grids: v.array(v.number()),
  fix: v.nullable(v.object({ operations: v.array(Operation), after: v.array(After) })),
})
export type Problem = v.InferOutput<typeof Problem>

export async function fetchProblems(id: number, signal?: AbortSignal): Promise<Problem[]> {
  return (await ask(`/v1/plans/${id}/problems`, v.object({ problems: v.array(Problem) }), signal)).problems
}

const LandTally = v.object({ cells: v.number(), households: v.number() })

/** A plan against another division: grid by grid, and the buildings that are in another grid. */
export const Comparison = v.object({
  rows: v.array(
    v.object({
      grid: v.nullable(v.number()),
      before: v.nullable(v.number()), // of what it is compared with
      code: v.string(),
      name: v.string(),
      was: v.nullable(LandTally),
      is: v.nullable(LandTally),
      gained: LandTally,
      lost: LandTally,
    }),
  ),
  moved: v.array(v.object({ building: v.number(), households: v.number() })),
  metrics: v.object({ before: Metrics, after: Metrics }),
})
export type Comparison = v.InferOutput<typeof Comparison>

/** What a plan can be compared with: where it began, another plan, an edition. */
export type Against = 'base' | `plan:${number}` | `edition:${number}`

export function fetchComparison(id: number, against: Against, signal?: AbortSignal): Promise<Comparison> {
  return ask(`/v1/plans/${id}/compare?with=${against}`, Comparison, signal)
}

/** Why a grid changes; in households. */
const Reason = v.object({ grid: v.number(), why: v.string(), before: v.number(), after: v.number() })
export type Reason = v.InferOutput<typeof Reason>

/** What stands against a proposal: what it is, and where: a grid, or cells. */
const Unmet = v.object({
  kind: v.string(),
  grid: v.nullable(v.number()),
  cells: v.array(v.number()),
  households: v.number(),
})
export type Unmet = v.InferOutput<typeof Unmet>

export const Proposal = v.object({
  name: v.string(),
  metrics: Metrics,
  operations: v.array(Operation),
  reasons: v.optional(v.array(Reason), []),
  problems: v.optional(v.array(Unmet), []),
})
export type Proposal = v.InferOutput<typeof Proposal>

/** What could be done: `in_order` needs no repair, and of `unmet` no proposal meets all conditions. */
const Proposed = v.object({
  revision: v.number(), // that they are made for
  outcome: v.picklist(['met', 'in_order', 'unmet']),
  proposals: v.array(Proposal),
})
export type Proposed = v.InferOutput<typeof Proposed>

/** Has the program work out what could be done; it stops when the signal does. */
export function fetchProposals(
  id: number,
  mode: 'repair' | 'redraw',
  signal: AbortSignal,
): Promise<Proposed> {
  const deed = { method: 'POST' as const, path: `/v1/plans/${id}/proposals`, body: { mode }, signal }
  return actFor(deed, Proposed)
}

const Ref = v.nullable(v.object({ code: v.string(), name: v.string() }))

/** What publishing has made, or with dry_run would make. */
export const Published = v.object({
  editions: v.array(
    v.object({
      id: v.number(),
      number: v.number(),
      from: v.string(),
      community: v.optional(v.object({ id: AreaId })),
    }),
  ),
  warnings: v.array(v.string()),
  lineage: v.array(
    v.object({
      kind: v.string(),
      old: Ref,
      new: Ref,
      households: v.number(),
    }),
  ),
  moved: v.array(v.object({ building: v.number(), name: v.string(), from: Ref, to: Ref })),
  /** Posts that nobody holds on the edition's day. */
  vacancies: v.array(v.object({ area: v.object({ code: v.string(), name: v.string() }) })),
  /** Of the plan, what does not stop a publication: it has to be confirmed. */
  problems: v.optional(v.array(Problem), []),
})
export type Published = v.InferOutput<typeof Published>

/** confirm: the problems that do not stop it were shown. */
export type Publication = {
  from: string
  title: string
  note: string
  dry_run: boolean
  confirm?: boolean
}

export function publish(id: number, revision: number, body: Publication): Promise<Published> {
  return actFor({ method: 'POST', path: `/v1/plans/${id}/publish`, body, revision }, Published)
}

/** What became of a plan that was begun anew from the newest edition: what could not be made again. */
export const Rebased = v.object({
  revision: v.number(),
  applied: v.number(),
  conflicts: v.array(
    v.object({
      revision: v.number(),
      operations: v.fallback(v.array(v.looseObject({ kind: v.string() })), []),
      by: Person,
      refusal: v.nullable(Refusal),
    }),
  ),
})
export type Rebased = v.InferOutput<typeof Rebased>

export function rebase(id: number, revision: number): Promise<Rebased> {
  return actFor({ method: 'POST', path: `/v1/plans/${id}/rebase`, revision }, Rebased)
}
