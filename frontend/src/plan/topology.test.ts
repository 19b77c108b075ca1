import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { WireTopology } from '../api/plan-topology'
import type { LonLat } from '../api/shapes'
import { decode, idsOf, stepped } from './decode'
import { gridUnder, operationsOf } from './draft'
import { bestOf, changedShare } from './measures'
import { bent, cellAt, cellsUnder, grips, spaced, type Grip } from './pick'
import { armsOf, onBorder, pulled, redrawn } from './pull'
import { beyond, effects, movedShare, taken, tallies } from './tally'
import { borders, changed, gridLand, landOf, newBorders, nothing, shapeOf, type Topology } from './topology'
import { middle, town } from './town'
import { inside, innerPoint, signedArea } from './trace'

const golden = (name: string) =>
  v.parse(
    WireTopology,
    JSON.parse(readFileSync(new URL(`../../../api/testdata/${name}.json`, import.meta.url), 'utf8')),
  )

const give = (before: Topology, ids: readonly number[], grid: number): Topology => {
  const cells = [...before.cells.values()].filter(({ id }) => ids.includes(id)).map((cell) => ({ ...cell, grid }))
  return changed(before, { gone: { nodes: [], arcs: [], cells: [] }, nodes: new Map(), arcs: [], cells, buildings: [] })
} // prettier-ignore

test('runs and steps are read as they are written', () => {
  expect(idsOf([0, 3, 2, 1])).toEqual([0, 1, 2, 5])
  expect(idsOf([])).toEqual([])
  expect(stepped([5, -2, 0], 100)).toEqual([105, 103, 103])
})

test('a topology of the server tallies as the server says, and its change leads to what the server says', () => {
  const whole = golden('plan_topology')
  const before = changed(nothing, decode(whole, nothing))
  const said = (wire: WireTopology) => new Map(wire.grids.map(({ id, tally }) => [id, tally.households]))
  const sums = tallies(before)
  for (const [grid, households] of said(whole)) expect(sums.get(grid), `grid ${grid}`).toBe(households)
  const delta = golden('plan_topology_delta')
  const after = changed(before, decode(delta, before))
  for (const [grid, households] of said(delta)) expect(tallies(after).get(grid)).toBe(households)
  expect(tallies(changed(after, decode(delta, after)))).toEqual(tallies(after)) // twice does no harm
  for (const arc of after.arcs.values()) {
    expect(arc.points[0]).toEqual(after.nodes.get(arc.from))
    expect(arc.points.at(-1)).toEqual(after.nodes.get(arc.to))
  }
})

test('the land of grids covers the land of their cells, holes left out', () => {
  const ring = town('1111', '1221', '1111')
  const land = gridLand(ring)
  expect(land.get(1)?.[0]).toHaveLength(2) // an outline and a hole
  expect(inside(middle(1, 1), land.get(1) ?? [])).toBe(false)
  expect(inside(middle(1, 1), land.get(2) ?? [])).toBe(true)
  expect(inside(innerPoint(land.get(1) ?? []) ?? [0, 0], land.get(1) ?? [])).toBe(true)
})

test('parts that touch at a corner only are two outlines, counter-clockwise', () => {
  const land = gridLand(town('12', '21'))
  for (const grid of [1, 2]) {
    expect(land.get(grid)).toHaveLength(2)
    for (const [outer] of land.get(grid) ?? []) expect(signedArea(outer ?? [])).toBeGreaterThan(0)
  }
})

test('holes that touch at a corner are left out of the land around them', () => {
  const land = gridLand(town('1111', '1211', '1121', '1111')).get(1) ?? []
  expect(land).toHaveLength(1)
  for (const [x, y, there] of [[1, 1, false], [2, 2, false], [2, 1, true], [1, 2, true]] as const)
    expect(inside(middle(x, y), land), `${x} ${y}`).toBe(there) // prettier-ignore
})

test('borders are where grids meet, and around the land; old ones are found by where cells were', () => {
  const before = town('12')
  expect(borders(before)).toHaveLength(7)
  const after = give(before, [1], 1)
  expect(borders(after)).toHaveLength(6)
  expect(borders(after, ({ base }) => base)).toHaveLength(7)
})

test('land that a change does not touch is not made again', () => {
  const before = town('12')
  const kept = shapeOf(before, 0)
  expect(shapeOf(give(before, [1], 1), 0)).toBe(kept)
  expect(landOf(before, new Set([0, 1]))).toHaveLength(1)
})

test('what giving cells would make is told before it is done, and moved households after', () => {
  const before = town('112', '122')
  expect(effects(before, new Set([1]), 2)).toEqual([
    { grid: 2, before: 30, after: 40 },
    { grid: 1, before: 30, after: 20 },
  ])
  expect(effects(before, new Set([1]), 'new')[0]).toEqual({ grid: -1, before: 0, after: 10 })
  const after = give(before, [1], 2)
  expect(tallies(after)).toEqual(new Map([[1, 20], [2, 40]])) // prettier-ignore
  expect(movedShare(after)).toEqual({ households: 10, share: 1 / 6 })
})

test('a brush takes from where it may: not what is there already, locked, or elsewhere', () => {
  const plan = town('123')
  const free = () => false
  expect(taken(plan, [0, 1, 2], 1, 'any', free)).toEqual([1, 2])
  expect(taken(plan, [0, 1, 2], 1, 3, free)).toEqual([2])
  expect(taken(plan, [0, 1, 2], 1, 'any', (grid) => grid === 2)).toEqual([2])
})

test('a pointer finds its cell, and a brush those under it', () => {
  const plan = town('11', '11')
  expect(cellAt(plan, middle(1, 0))).toBe(1)
  expect(cellAt(plan, [117, 26])).toBeNull()
  expect(cellsUnder(plan, middle(0, 0), 10)).toEqual([0])
  expect(cellsUnder(plan, middle(0, 0), 120)).toEqual([0, 1, 2])
})

test('points between grids can be moved, those on the outside of the land not', () => {
  const plan = town('12', '12')
  const found = grips(plan, [117, 25, 119, 27])
  expect(found.map(({ kind }) => kind)).toEqual(['node'])
  const [grip] = found
  expect(grip && bent(plan, grip, [118.0012, 26]).length).toBe(4)
})

test('a drawn line splits the grid that most of it lies in', () => {
  const plan = town('112')
  const line = [middle(0, -1), middle(0, 1)] as const
  expect(gridUnder(plan, line)).toBe(1)
  expect(operationsOf({ kind: 'line', points: line }, 'new', plan)).toEqual([
    { kind: 'split_by_line', grid: 1, line },
  ])
  expect(operationsOf({ kind: 'line', points: [middle(0, 0)] }, 'new', plan)).toEqual([])
  expect(operationsOf({ kind: 'merge', grids: [2, 1] }, 'new', plan)).toEqual([
    { kind: 'merge_grids', grids: [2, 1], grid: 2 },
  ])
})

test('how far a grid is out of its band', () => {
  const band = { min: 300, max: 500 }
  expect([beyond(288, band), beyond(400, band), beyond(512, band), beyond(9, null)]).toEqual([12, 0, 12, 0])
})

test('what somebody else drew are the borders that were not there before', () => {
  //  1 1 2        1 2 2
  //  1 1 2   →    1 1 2
  const before = town('112', '112')
  const after = give(before, [1], 2)
  const [north, west] = [middle(1, 0)[1] - 0.0005, middle(1, 0)[0] - 0.0005]
  expect(newBorders(before, before)).toEqual([])
  expect(newBorders(before, after).map(({ points }) => points)).toEqual([
    [[west, north + 0.001], [west, north]],
    [[west, north], [west + 0.001, north]],
  ].map((line) => line.map(([lon, lat]) => [expect.closeTo(lon ?? 0, 7), expect.closeTo(lat ?? 0, 7)])).sort())
}) // prettier-ignore

test('of grips that lie close together the corners stay', () => {
  //  1 1 1 1
  //  1 2 2 3
  const all = grips(town('1111', '1223'), [117, 25, 119, 27])
  const corners = all.filter(({ corner }) => corner)
  const columns = corners.map(({ at }) => Math.round((at[0] - 118) * 1000)).sort()
  expect(columns).toEqual([3]) // where 1, 2 and 3 meet; none on the rim, which never moves
  const pixel = (zoom: number) => ([lon, lat]: readonly [number, number]) => ({ x: lon * zoom, y: lat * zoom })
  expect(spaced(all, pixel(100_000), 22)).toHaveLength(all.length)
  expect(spaced(all, pixel(1), 22)).toEqual(corners.slice(0, 1))
}) // prettier-ignore

test('a proposal is told by the households that it takes out of the grid they are in now', () => {
  const now = town('12', '12')
  expect(changedShare(now, [{ kind: 'assign_cells', cells: [0, 1], grid: 1 }])).toBe(0.25)
  expect(changedShare(now, [{ kind: 'assign_cells', cells: [0, 2], new: true }])).toBe(0.5)
  expect(changedShare(now, [])).toBe(0)
})

test('the best of a measure is better than something, and no worse than what there is', () => {
  const marks = (now: number | null, values: number[], key: 'in_band' | 'moved' = 'in_band') =>
    bestOf({ key, now, values, better: key === 'moved' ? 'less' : 'more' }, String)
  expect(marks(0.8, [1, 0.9])).toEqual([true, false])
  expect(marks(1, [0.8, 0.7])).toEqual([false, false])
  expect(marks(1, [1, 1])).toEqual([false, false])
  expect(marks(null, [0.8, 0.8])).toEqual([false, false])
  expect(marks(0, [0.1, 0.2], 'moved')).toEqual([true, false])
})

const corner = (x: number, y: number): LonLat => [118 + x * 0.001, 26 - y * 0.001]
const grippedAt = (plan: Topology, at: LonLat): Grip => {
  const found = grips(plan, [117, 25, 119, 27]).find((grip) => Math.hypot(grip.at[0] - at[0], grip.at[1] - at[1]) < 1e-7)
  if (!found) throw new Error('there is no grip')
  return found
} // prettier-ignore
const close = (at: LonLat) => at.map((one): unknown => expect.closeTo(one, 7))

test('a point that is pulled over other borders draws the border anew from the point before to the one after', () => {
  //  1 1 2 2
  //  1 1 2 2   the point in the middle of the border between 1 and 2, pulled into 2
  //  1 1 2 2   or into 1
  //  1 1 2 2
  const plan = town('1122', '1122', '1122', '1122')
  const grip = grippedAt(plan, corner(2, 2))
  const arms = armsOf(plan, grip, [corner(2, 1), corner(2, 2), corner(2, 3)])
  for (const [to, grid] of [[middle(3, 1), 1], [middle(0, 1), 2]] as const) {
    const [one, ...others] = pulled(plan, grip, arms, to)
    expect(others).toEqual([])
    expect(one).toMatchObject({ kind: 'redraw_border', grid })
    expect(one?.line).toEqual(expect.arrayContaining([corner(2, 1), to, corner(2, 3)].map(close)))
  }
  // With no point shown in between, as far as the rim.
  expect(armsOf(plan, grip, []).map(({ end }) => end)).toEqual([close(corner(2, 0)), close(corner(2, 4))])
}) // prettier-ignore

test('a corner that is pulled into one of its grids lets the two beside that one grow', () => {
  //  1 1 2 2
  //  1 1 2 2
  //  3 3 3 3   where 1, 2 and 3 meet, pulled into 3
  //  3 3 3 3
  const plan = town('1122', '1122', '3333', '3333')
  const grip = grippedAt(plan, corner(2, 2))
  const arms = armsOf(plan, grip, [])
  expect(arms).toHaveLength(3)
  const grown = pulled(plan, grip, arms, middle(1, 3))
  expect(grown.map(({ grid }) => grid).sort()).toEqual([1, 2])
  // Where four meet, as well; what is not beside the grid that loses keeps its borders.
  const four = town('1122', '1122', '3344', '3344')
  const middleOfAll = grippedAt(four, corner(2, 2))
  const pull = pulled(four, middleOfAll, armsOf(four, middleOfAll, []), middle(3, 3))
  expect(pull.map(({ grid }) => grid).sort()).toEqual([2, 3])
})

test('a drawn line becomes the border of the grid that has its ends on its border and grows by it', () => {
  //  1 1 2 3
  //  1 1 2 3
  const plan = town('1123', '1123')
  expect(onBorder(plan, [118.00201, 25.9995], 5)).toEqual(close([118.002, 25.9995]))
  expect(onBorder(plan, [118.0025, 25.9995], 5)).toEqual([118.0025, 25.9995])
  const bow = (x: number): LonLat[] => [[118.002, 25.9998], [118.002 + x, 25.999], [118.002, 25.9982]]
  expect(redrawn(plan, bow(0.0005))).toBe(1) // into 2
  expect(redrawn(plan, bow(0.0016))).toBe(1) // through 2 into 3
  expect(redrawn(plan, bow(-0.0005))).toBe(2) // into 1
  expect(operationsOf({ kind: 'redraw', points: bow(0.0005), grid: 1 }, 'new', plan)).toEqual([
    { kind: 'redraw_border', grid: 1, line: bow(0.0005) },
  ])
}) // prettier-ignore
