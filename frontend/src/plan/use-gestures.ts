import { computed, ref, shallowRef, watch } from 'vue'
import { ApiError, type Failure } from '../api/client'
import type { Operation } from '../api/plan'
import { RefusedOperation } from '../api/plan-log'
import type { LonLat, Text } from '../api/shapes'
import * as v from 'valibot'
import { failureOf } from '../shell/loaded'
import { idsOf } from './decode'
import { givenBy, type Given } from './given'
import { drawnSince, knownEffects, operationsOf, type Draft, type Target } from './draft'
import { cellAt, cellsUnder, type Grip } from './pick'
import { onBorder, pulled, redrawn, type Arm } from './pull'
import { taken, type Effect, type From } from './tally'
import { gridOn, type Topology } from './topology'
import type { WorkedPlan } from './use-plan'

export const tools = ['select', 'brush', 'cut', 'merge', 'edit', 'redraw'] as const
export type Tool = (typeof tools)[number]

/** How wide a brush is, pixels across; the narrowest takes the cell that it points at. */
export const brushes = [1, 24, 48, 96, 160] as const

/** What a draft would make: known, still being asked for, refused, or not to be had. */
export type Preview =
  | { phase: 'none' }
  | { phase: 'asking' }
  /** given: the land that goes to each grid, where the server had to say. */
  | { phase: 'known'; effects: readonly Effect[]; given: readonly Given[] }
  | { phase: 'refused'; words: Text; reason: string }
  /** The server could not say. */
  | { phase: 'unknown'; failure: Failure }

/** What the planner's hand does on the map or in the table, until it is kept or dropped. */
export function useGestures(plan: WorkedPlan) {
  const tool = ref<Tool>('select')
  const target = ref<Target | null>(null)
  const from = ref<From>('any')
  const brush = ref(1)
  const draft = shallowRef<Draft | null>(null)
  const preview = shallowRef<Preview>({ phase: 'none' })
  const hovered = ref<number | null>(null)
  const selected = ref<number | null>(null)
  /** The corner that was clicked and waits for where it goes. */
  const lifted = shallowRef<Grip | null>(null)

  const isLocked = (grid: number) => plan.grids.value.get(grid)?.locked ?? false
  /** What the plan was when the draft was begun: for that it is meant, whatever others do meanwhile. */
  const began = shallowRef<{ revision: number; topology: Topology } | null>(null)
  const operations = computed<readonly Operation[]>(() =>
    draft.value && began.value ? operationsOf(draft.value, target.value ?? 'new', began.value.topology) : [],
  )
  const holds = computed(() => operations.value.length > 0 || draft.value?.kind === 'pick')

  const begin = () => void (began.value = { revision: plan.revision.value, topology: plan.topology.value })

  function put(next: Draft | null): void {
    if (next && !draft.value) begin()
    draft.value = next
  }
  // What one has done oneself is known: a draft goes on from there.
  watch(plan.savedAt, begin, { flush: 'sync' })

  function drop(): void {
    put(null)
    lifted.value = null
    if (plan.refused.value) plan.read()
  }

  function choose(next: Tool): void {
    if (next !== tool.value) drop()
    plan.notes.value = []
    tool.value = next
    lifted.value = null
  }

  const giveTo = (to: Target) => void (target.value = to)
  const takeFrom = (where: From) => void (from.value = where)
  const size = (index: number) => void (brush.value = Math.max(0, Math.min(brushes.length - 1, index)))
  const point = (grid: number | null) => void (hovered.value = grid)

  /** Makes a grid the one that is looked at, and that is given to. */
  function select(grid: number | null): void {
    selected.value = grid
    if (grid !== null && grid > 0) target.value = grid
  }

  async function keep(): Promise<boolean> {
    if (!holds.value || preview.value.phase === 'refused') return false
    const [one, at] = [draft.value, began.value?.revision]
    const done = await (one?.kind === 'pick' ? plan.pick(one, at) : plan.operate(operations.value, at))
    if (!done) return false
    // What was drawn while the server was still at it is not lost with what is done.
    const left = one && draft.value && draft.value !== one ? drawnSince(draft.value, one) : null
    drop()
    put(left)
    return true
  }

  /** Adds cells to those that will be given, or takes them out again. */
  function addCells(cells: readonly number[], toggle: boolean): void {
    const to = target.value
    if (to === null) return
    const before = draft.value?.kind === 'cells' ? draft.value.cells : new Set<number>()
    const fresh = taken(plan.topology.value, cells, to, from.value, isLocked)
    const next = new Set(before)
    for (const cell of fresh) {
      if (toggle && before.has(cell)) next.delete(cell)
      else next.add(cell)
    }
    put(next.size > 0 ? { kind: 'cells', cells: next } : null)
  }

  /** A click: what it does depends on the tool. reach: how far off a border it still means that, metres. */
  function click(at: LonLat, reach: number): void {
    const cell = cellAt(plan.topology.value, at)
    const grid = gridOn(plan.topology.value, cell)
    if (tool.value === 'brush' && cell !== null) {
      if (target.value === null && grid) select(grid)
      else addCells([cell], true)
    } else if (tool.value === 'cut') addPoint(at)
    else if (tool.value === 'redraw') addTurn(onBorder(plan.topology.value, at, reach))
    else if (tool.value === 'merge' && grid) toggleMerge(grid)
    else if (tool.value === 'select') select(grid)
  }

  function stroke(at: LonLat, radius: number): void {
    const cell = cellAt(plan.topology.value, at)
    const wide = brush.value > 0 ? cellsUnder(plan.topology.value, at, radius) : cell === null ? [] : [cell]
    addCells(wide, false)
  }

  function addPoint(at: LonLat): void {
    putLine('line', [...(draft.value?.kind === 'line' ? draft.value.points : []), at])
  }

  /** Adds a point to the line that a border becomes. */
  function addTurn(at: LonLat): void {
    putLine('redraw', [...(draft.value?.kind === 'redraw' ? draft.value.points : []), at])
  }

  function putLine(kind: 'line' | 'redraw', points: readonly LonLat[]): void {
    if (points.length === 0) put(null)
    else if (kind === 'line') put({ kind, points })
    else put({ kind, points, grid: redrawn(plan.topology.value, points) })
  }

  /** Takes the last point of a drawn line back. */
  function dropPoint(): void {
    if (draft.value?.kind !== 'line' && draft.value?.kind !== 'redraw') return
    putLine(draft.value.kind, draft.value.points.slice(0, -1))
  }

  function toggleMerge(grid: number): void {
    const before = draft.value?.kind === 'merge' ? draft.value.grids : []
    const grids = before.includes(grid) ? before.filter((one) => one !== grid) : [...before, grid]
    put(grids.length > 0 ? { kind: 'merge', grids } : null)
  }

  function hover(at: LonLat): void {
    hovered.value = gridOn(plan.topology.value, cellAt(plan.topology.value, at))
  }

  /** Moves a point of a border, or draws the border anew over where it goes when it cannot be moved so far. */
  function drag(grip: Grip, to: LonLat, arms: readonly Arm[]): void {
    const pull = pulled(plan.topology.value, grip, arms, to)
    const far = draft.value?.kind === 'grip' && draft.value.far && pull.length > 0
    put({ kind: 'grip', grip, to, pull, far })
  }

  /** Puts operations up that something else has worked out, to be kept or dropped. */
  function propose(what: string, ready: readonly Operation[]): void {
    put(null)
    put({ kind: 'ready', what, operations: ready })
  }

  /** Puts up to be kept or dropped how another plan has some of its grids. */
  function pick(what: string, from: number, grids: readonly number[]): void {
    put(null)
    put({ kind: 'pick', what, from, grids })
  }

  /** Takes back what was done last: a draft first, of a drawn line its last point. */
  function undo(): void {
    if (draft.value?.kind === 'line' || draft.value?.kind === 'redraw') dropPoint()
    else if (draft.value) drop()
    else if (plan.steps.value.undo) void plan.undo()
  }

  const redo = () => void (plan.steps.value.redo && plan.redo())

  let asking: AbortController | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  watch([draft, target, plan.topology], () => {
    asking?.abort()
    clearTimeout(timer)
    if (!draft.value || !holds.value) {
      preview.value = { phase: 'none' }
      return
    }
    const effects = knownEffects(draft.value, target.value ?? 'new', plan.topology.value)
    if (effects) {
      preview.value = { phase: 'known', effects, given: [] }
      return
    }
    preview.value = { phase: 'asking' }
    timer = setTimeout(() => void ask(), 120)
  })

  watch(plan.live, (live) => {
    if (live && preview.value.phase === 'unknown') void ask()
  })

  async function ask(): Promise<void> {
    const mine = (asking = new AbortController())
    try {
      const [one, land] = [draft.value, plan.topology.value]
      const { topology } = await (one?.kind === 'pick'
        ? plan.attemptPick(one, mine.signal)
        : plan.attempt(operations.value, mine.signal))
      const before = plan.grids.value
      const after = topology.grids.map(({ id, tally }): Effect => ({
        grid: id,
        before: before.get(id)?.tally.households ?? 0,
        after: tally.households,
      }))
      const gone = idsOf(topology.gone.grids).map((grid): Effect => ({
        grid,
        before: before.get(grid)?.tally.households ?? 0,
        after: 0,
        ends: true,
      }))
      const other = [...after.filter((one) => one.before !== one.after), ...gone]
      if (mine.signal.aborted) return
      const effects = other.length > 0 ? other : after
      preview.value = { phase: 'known', effects, given: givenBy(land, topology) }
    } catch (error) {
      if (mine.signal.aborted) return
      const why = v.safeParse(RefusedOperation, error instanceof ApiError ? error.said : null)
      if (!why.success) {
        preview.value = { phase: 'unknown', failure: failureOf(error) }
        return
      }
      const { words, reason } = why.output.refusal
      if (!pullInstead(reason)) preview.value = { phase: 'refused', words, reason }
    }
  }

  /** Draws the border anew where its point was to go over another one. False: that was not the reason, or cannot be. */
  function pullInstead(reason: string): boolean {
    const { value } = draft
    if (reason !== 'crosses_border' || value?.kind !== 'grip' || value.far || value.pull.length === 0)
      return false
    put({ ...value, far: true })
    return true
  }

  return {
    giveTo, takeFrom, size, point,
    tool, target, from, brush, draft, began, preview, hovered, selected, lifted, holds, operations,
    choose, select, keep, drop, undo, redo, addCells, click, hover, stroke, drag, dropPoint, propose, pick,
  } // prettier-ignore
}

export type Gestures = ReturnType<typeof useGestures>
