import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import * as v from 'valibot'
import { ApiError, type Failure } from '../api/client'
import * as api from '../api/plan'
import { PlanChanged, RefusedOperation, type LogRow, type Refusal } from '../api/plan-log'
import type { PlanGrid, WireTopology } from '../api/plan-topology'
import { failureOf } from '../shell/loaded'
import { decode, idsOf } from './decode'
import { followPlan, type Told } from './follow'
import { movedShare } from './tally'
import { changed, merged, nothing, type Topology } from './topology'

/** What stands after a change, for what draws it: null, all of it is new. */
export type Touched = { grids: ReadonlySet<number>; arcs: boolean } | null

/** Why an operation was not made. */
export type Refused =
  | { kind: 'stale'; since: readonly LogRow[]; again: () => Promise<boolean> }
  | { kind: 'refused'; why: Refusal }
  | { kind: 'failed'; failure: Failure }

/** What else has been done by somebody else, while one looks on, and what the plan was before. */
export type News = { rows: readonly LogRow[]; before: Topology }

/** What can be stepped back to and forth. */
export type Steps = { undo: boolean; redo: boolean }

/** Grids of another plan. */
export type Picked = { from: number; grids: readonly number[] }

/** How long it is told, milliseconds. */
const told = 8_000

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
  const notes = shallowRef<readonly api.Note[]>([])
  const saving = ref(0)
  const savedAt = ref<Date | null>(null)
  const news = shallowRef<News | null>(null)
  /** Whether there is something to take back, and something to do again. */
  const steps = shallowRef<Steps>({ undo: false, redo: false })
  /** Whether one is told what others do. */
  const live = ref(true)
  const moved = computed(() => movedShare(topology.value))
  const mine = new Set<number>() // revisions that this page has made

  /** Takes over what the server says of the topology. False: it builds on something that is not here. */
  function take(wire: WireTopology): boolean {
    const whole = wire.since === null
    if (wire.since !== null && wire.since > revision.value) return false
    // Answers may come in another order than they were asked for: what is here is never made older.
    if (wire.revision < revision.value || (!whole && wire.revision === revision.value)) return true
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

  /** Notes which steps can be taken at a revision, if that is not past. */
  function reach(at: number, { undo, redo }: Steps): void {
    if (at >= revision.value) steps.value = { undo, redo }
  }

  let asked = 0 // how often what the plan is was asked for
  let had = 0 // which of that is here

  /** Takes over what the plan is beside its topology, unless it was asked for before what is here. */
  function takeRow(known: api.PlanRow, turn: number): void {
    if (turn < had) return
    had = turn
    row.value = known
  }

  async function load(signal?: AbortSignal): Promise<void> {
    failure.value = null
    const turn = ++asked
    try {
      const [known, wire] = await Promise.all([api.fetchPlan(id, signal), api.fetchTopology(id, signal)])
      takeRow(known, turn)
      if (take(wire)) reach(known.revision, { undo: known.undo ?? false, redo: known.redo ?? false })
    } catch (error) {
      if (signal?.aborted) return
      // What is here stays here: it can be looked at, and what was drawn on it is not lost.
      if (row.value) refused.value = { kind: 'failed', failure: failureOf(error) }
      else failure.value = failureOf(error)
    }
  }

  /** Reads again what the plan is beside its topology. */
  async function loadRow(): Promise<void> {
    const turn = ++asked
    const known = await api.fetchPlan(id).catch(() => null)
    if (known) takeRow(known, turn)
  }

  const open = computed(
    () => row.value !== null && row.value.may.change && ['draft', 'returned'].includes(row.value.state),
  )

  /**
   * Sends something that makes the next revision, meant for the one named. False: it was not made;
   * `refused` says why.
   */
  async function send(deed: (at: number) => Promise<api.Operated>, at = revision.value): Promise<boolean> {
    if (saving.value > 0) return false
    saving.value++
    read()
    try {
      const answer = await deed(at)
      mine.add(answer.revision)
      if (!take(answer.topology)) await load()
      reach(answer.revision, answer)
      loose.value = answer.change.loose
      notes.value = answer.change.notes
      savedAt.value = new Date()
      return true
    } catch (error) {
      refused.value = await refusalOf(error, () => send(deed))
      return false
    } finally {
      saving.value--
      for (const event of waiting.splice(0)) hear(event)
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

  const operate = (operations: readonly api.Operation[], meantFor?: number) =>
    send((at) => api.operate(id, at, operations, false), meantFor)
  /** Takes over how another plan has some of its grids. */
  const pick = (other: Picked, meantFor?: number) => send((at) => api.pick(id, at, other, false), meantFor)
  const undo = () => send((at) => api.step(id, at, 'undo'))
  const redo = () => send((at) => api.step(id, at, 'redo'))
  /** What operations would make, kept nowhere. */
  const attempt = (operations: readonly api.Operation[], signal: AbortSignal) =>
    api.operate(id, revision.value, operations, true, signal)
  const attemptPick = (other: Picked, signal: AbortSignal) =>
    api.pick(id, revision.value, other, true, signal)

  /** Puts away what the planner has read. */
  function read(): void {
    refused.value = null
    loose.value = []
    notes.value = []
  }

  const waiting: Told[] = [] // what others did while something of one's own was under way
  let heard = 0 // the last revision of others that was told
  let fade: ReturnType<typeof setTimeout> | undefined

  /** Takes over what somebody did. */
  function hear(event: Told): void {
    if (saving.value > 0) return void waiting.push(event)
    const before = topology.value
    if (event.revision > revision.value && !(event.topology && take(event.topology))) void load()
    reach(event.revision, event)
    const others = event.rows.filter(({ revision: made }) => !mine.has(made) && made > heard)
    if (others.length === 0) return
    heard = event.revision
    news.value = { rows: others, before }
    clearTimeout(fade)
    fade = setTimeout(() => (news.value = null), told)
  }

  const ended = new AbortController()
  void load(ended.signal)
  const stop = followPlan(id, () => revision.value, {
    operation: hear,
    other: () => void loadRow(),
    standing: (stands) => (live.value = stands),
  })
  onScopeDispose(() => {
    ended.abort()
    clearTimeout(fade)
    stop()
  })

  return {
    id, row, topology, grids, estates, revision, touched, failure, refused, loose, notes, saving, savedAt, news,
    live, steps, moved, open, load, loadRow, read, operate, undo, redo, attempt, pick, attemptPick, send,
  } // prettier-ignore
}

export type WorkedPlan = ReturnType<typeof usePlan>
