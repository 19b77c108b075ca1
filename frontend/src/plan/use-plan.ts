import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import * as v from 'valibot'
import { ApiError, type Failure } from '../api/client'
import * as api from '../api/plan'
import { PlanChanged, RefusedOperation, type LogRow, type Refusal } from '../api/plan-log'
import type { PlanGrid, WireTopology } from '../api/plan-topology'
import { failureOf } from '../shell/loaded'
import { decode, idsOf } from './decode'
import { followPlan } from './follow'
import { movedShare } from './tally'
import { changed, merged, nothing, type Topology } from './topology'

/** What stands after a change, for what draws it: null, all of it is new. */
export type Touched = { grids: ReadonlySet<number>; arcs: boolean } | null

/** Why an operation was not made. */
export type Refused =
  | { kind: 'stale'; since: readonly LogRow[]; again: () => Promise<boolean> }
  | { kind: 'refused'; why: Refusal }
  | { kind: 'failed'; failure: Failure }

/** What else has been done by somebody else, while one looks on. */
export type News = { by: string; revision: number }

/** A plan that is worked on: its topology and grids as the server has them, and what changes them. */
export function usePlan(id: number) {
  const row = shallowRef<api.PlanRow | null>(null)
  const topology = shallowRef<Topology>(nothing)
  const grids = shallowRef<ReadonlyMap<number, PlanGrid>>(new Map())
  const estates = shallowRef<ReadonlyMap<number, string>>(new Map())
  const revision = ref(-1)
  const touched = shallowRef<Touched>(null)
  const failure = shallowRef<Failure | null>(null)
  const refused = shallowRef<Refused | null>(null)
  const loose = shallowRef<readonly api.Loose[]>([])
  const saving = ref(0)
  const savedAt = ref<Date | null>(null)
  const news = shallowRef<News | null>(null)
  const moved = computed(() => movedShare(topology.value))
  const mine = new Set<number>() // revisions that this page has made

  /** Takes over what the server says of the topology. False: it builds on something that is not here. */
  function take(wire: WireTopology): boolean {
    const whole = wire.since === null
    if (wire.since !== null && wire.since > revision.value) return false
    if (!whole && wire.revision <= revision.value) return true
    const delta = decode(wire, whole ? nothing : topology.value)
    topology.value = changed(whole ? nothing : topology.value, delta)
    const [gone, set] = [idsOf(wire.gone.grids), new Map(wire.grids.map((grid) => [grid.id, grid]))]
    grids.value = merged(whole ? new Map() : grids.value, gone, set)
    if (whole) estates.value = new Map(wire.estates.map(({ id, name }) => [id, name]))
    touched.value = whole
      ? null
      : {
          grids: new Set([...gone, ...set.keys()]),
          arcs: delta.arcs.length > 0 || delta.gone.arcs.length > 0,
        }
    revision.value = wire.revision
    return true
  }

  async function load(signal?: AbortSignal): Promise<void> {
    failure.value = null
    try {
      const [known, wire] = await Promise.all([api.fetchPlan(id, signal), api.fetchTopology(id, signal)])
      row.value = known
      take(wire)
    } catch (error) {
      if (!signal?.aborted) failure.value = failureOf(error)
    }
  }

  /** Reads again what the plan is beside its topology. */
  async function loadRow(): Promise<void> {
    row.value = await api.fetchPlan(id).catch(() => row.value)
  }

  const open = computed(
    () => row.value !== null && row.value.may.change && ['draft', 'returned'].includes(row.value.state),
  )

  /** Sends something that makes the next revision. False: it was not made; `refused` says why. */
  async function send(deed: () => Promise<api.Operated>): Promise<boolean> {
    if (saving.value > 0) return false
    saving.value++
    refused.value = null
    try {
      const answer = await deed()
      mine.add(answer.revision)
      if (!take(answer.topology)) await load()
      loose.value = answer.change.loose
      savedAt.value = new Date()
      return true
    } catch (error) {
      refused.value = await refusalOf(error, () => send(deed))
      return false
    } finally {
      saving.value--
    }
  }

  async function refusalOf(error: unknown, again: () => Promise<boolean>): Promise<Refused> {
    const said = error instanceof ApiError ? error.said : null
    const stale = v.safeParse(PlanChanged, said)
    if (stale.success) {
      await load()
      return { kind: 'stale', since: stale.output.since, again }
    }
    const why = v.safeParse(RefusedOperation, said)
    if (why.success) return { kind: 'refused', why: why.output.refusal }
    return { kind: 'failed', failure: failureOf(error) }
  }

  const operate = (operations: readonly api.Operation[]) =>
    send(() => api.operate(id, revision.value, operations, false))
  const undo = () => send(() => api.step(id, revision.value, 'undo'))
  const redo = () => send(() => api.step(id, revision.value, 'redo'))
  /** What operations would make, kept nowhere. */
  const attempt = (operations: readonly api.Operation[], signal: AbortSignal) =>
    api.operate(id, revision.value, operations, true, signal)

  /** Puts away what the planner has read. */
  function read(): void {
    refused.value = null
    loose.value = []
  }

  const ended = new AbortController()
  void load(ended.signal)
  const stop = followPlan(id, () => revision.value, {
    operation({ revision: next, rows, topology: wire }) {
      if (next <= revision.value || saving.value > 0) return
      if (!wire || !take(wire)) void load()
      const other = rows.findLast((done) => !mine.has(done.revision))
      if (other) news.value = { by: other.by.name, revision: next }
    },
    other: () => void loadRow(),
  })
  onScopeDispose(() => {
    ended.abort()
    stop()
  })

  return {
    id, row, topology, grids, estates, revision, touched, failure, refused, loose, saving, savedAt, news, moved,
    open, load, read, operate, undo, redo, attempt, send,
  } // prettier-ignore
}

export type WorkedPlan = ReturnType<typeof usePlan>
