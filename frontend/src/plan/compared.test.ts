import { expect, test } from 'vitest'
import type { LonLat } from '../api/shapes'
import { exchangedLand, goneBorders, type Other } from './compared'
import { changed, type Arc, type Topology } from './topology'
import { middle, town } from './town'
import { inside } from './trace'

const give = (before: Topology, ids: readonly number[], grid: number): Topology => {
  const cells = [...before.cells.values()].filter(({ id }) => ids.includes(id)).map((cell) => ({ ...cell, grid }))
  return changed(before, { gone: { nodes: [], arcs: [], cells: [] }, nodes: new Map(), arcs: [], cells, buildings: [] })
} // prettier-ignore

/** A town whose cell is cut in two from north to south; the eastern half is in another grid. */
function halved(before: Topology, cell: number, grid: number): Topology {
  const whole = before.cells.get(cell)
  const arcs = [...before.arcs.values()]
  const [south, north] = [25.999, 26]
  const [top, bottom] = [100, 101]
  const middleOf = ([x]: LonLat, [to]: LonLat) => (x + to) / 2
  const parts = arcs.flatMap((arc) => {
    const [a, b] = arc.points
    if (!a || !b || (arc.left !== cell && arc.right !== cell)) return []
    const half = (own: Partial<Arc>): Arc => ({ ...arc, ...own })
    const eastern = (side: number | null) => (side === cell ? 50 : side)
    if (a[1] === b[1]) {
      const node = a[1] === north ? top : bottom
      const at: LonLat = [middleOf(a, b), a[1]]
      return [
        half({ to: node, points: [a, at] }),
        half({ id: arc.id + 1000, from: node, points: [at, b], left: eastern(arc.left), right: eastern(arc.right) }),
      ]
    }
    return a[0] === 118 ? [] : [half({ left: eastern(arc.left), right: eastern(arc.right) })]
  })
  const at = { top: [118.0005, north] as const, bottom: [118.0005, south] as const }
  const split: Arc = { id: 2000, from: top, to: bottom, left: 50, right: cell, class: 'none', points: [[...at.top], [...at.bottom]] }
  const cells = whole ? [whole, { ...whole, id: 50, grid, parent: cell }] : []
  const nodes = new Map<number, LonLat>([[top, [...at.top]], [bottom, [...at.bottom]]])
  return changed(before, { gone: { nodes: [], arcs: [], cells: [] }, nodes, arcs: [...parts, split], cells, buildings: [] })
} // prettier-ignore

test('another division is laid over a plan: its borders that are gone, and the land that lies in other grids', () => {
  const other = town('1122', '1122')
  const now = give(give(other, [1], 2), [7], 3)
  const twins = new Map([[1, 1], [2, 2]]) // prettier-ignore
  const division: Other = { kind: 'other', topology: other, twins }
  expect(goneBorders(now, division)).toEqual([[[118.002, 26], [118.002, 25.999]]]) // prettier-ignore
  const land = exchangedLand(now, division)
  for (const [x, y, there] of [[0, 0, false], [1, 0, true], [2, 0, false], [3, 1, true]] as const)
    expect(inside(middle(x, y), land), `${x} ${y}`).toBe(there) // prettier-ignore
  expect(exchangedLand(other, division)).toEqual([])
  expect(goneBorders(other, division)).toEqual([])
})

test('a cell that one of two divisions has cut is laid over the whole one', () => {
  const whole = town('12')
  const cut = halved(whole, 0, 2)
  const twins = new Map([[1, 1], [2, 2]]) // prettier-ignore
  const [east, west]: [LonLat, LonLat] = [[118.00075, 25.9995], [118.00025, 25.9995]] // prettier-ignore
  for (const [now, there] of [[whole, cut], [cut, whole]] as const) {
    const land = exchangedLand(now, { kind: 'other', topology: there, twins })
    expect(inside(east, land)).toBe(true)
    expect(inside(west, land)).toBe(false)
  } // prettier-ignore
  expect(goneBorders(whole, { kind: 'other', topology: cut, twins })).toHaveLength(1)
  expect(goneBorders(cut, { kind: 'other', topology: whole, twins })).toHaveLength(1)
  expect(goneBorders(cut, { kind: 'other', topology: cut, twins })).toEqual([])
})
