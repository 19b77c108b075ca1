import type { Operation } from '../api/plan'
import type { LonLat } from '../api/shapes'
import { gridUnder, rounded } from './draft'
import { cellAt, type Grip } from './pick'
import { borders, gridOn, type Arc, type Topology } from './topology'

/** A border that leaves a grip: between which grids it runs, and where it comes to the next point that can be moved. */
export type Arm = { sides: readonly (number | null)[]; end: LonLat }

const key = ([lon, lat]: LonLat) => `${lon},${lat}`
const same = (a: LonLat, b: LonLat) => a[0] === b[0] && a[1] === b[1]

/** The borders that leave a grip, each as far as the next of some stops, or the next corner. */
export function armsOf(topology: Topology, grip: Grip, stops: readonly LonLat[]): Arm[] {
  const atNode = new Map<number, Arc[]>()
  for (const arc of borders(topology))
    for (const node of [arc.from, arc.to]) atNode.set(node, [...(atNode.get(node) ?? []), arc])
  const halts = new Set(stops.filter((stop) => !same(stop, grip.at)).map(key))

  function walk(first: Arc, start: number, way: 1 | -1): Arm {
    let [arc, i, step] = [first, start, way]
    const seen = new Set<number>()
    const sides = [gridOn(topology, arc.left), gridOn(topology, arc.right)]
    for (;;) {
      const at = arc.points[i]
      if (at && halts.has(key(at))) return { sides, end: at }
      if (i > 0 && i < arc.points.length - 1) {
        i += step
        continue
      }
      const node = step > 0 ? arc.to : arc.from
      const on = (atNode.get(node) ?? []).filter(({ id }) => id !== arc.id)
      const [next] = on
      if (!next || on.length > 1 || seen.has(next.id)) return { sides, end: at ?? grip.at }
      seen.add(next.id)
      step = next.from === node ? 1 : -1
      i = step > 0 ? 1 : next.points.length - 2
      arc = next
    }
  }

  if (grip.kind === 'vertex') {
    const arc = topology.arcs.get(grip.arc)
    return arc ? [walk(arc, grip.index - 1, -1), walk(arc, grip.index + 1, 1)] : []
  }
  return (atNode.get(grip.node) ?? []).flatMap((arc) => [
    ...(arc.from === grip.node ? [walk(arc, 1, 1)] : []),
    ...(arc.to === grip.node ? [walk(arc, arc.points.length - 2, -1)] : []),
  ])
}

/**
 * What pulls the borders at a grip over to a place that its point cannot reach by itself: the border is drawn
 * anew from the end of one arm over that place to the end of the next, for the grid that grows; at a corner
 * for the two beside the grid that the place lies in. Nothing: no border can be.
 */
export function pulled(
  topology: Topology,
  { at: from }: Grip,
  arms: readonly Arm[],
  to: LonLat,
): Operation[] {
  const around = new Set(arms.flatMap(({ sides }) => sides))
  const loses = firstOf(topology, [to, ...between(from, to)], around)
  if (loses === null || arms.some(({ sides }) => sides.includes(null))) return []
  const redraw = (grid: number | null | undefined, line: readonly LonLat[]): Operation[] =>
    typeof grid === 'number' && grid > 0 ? [{ kind: 'redraw_border', grid, line: line.map(rounded) }] : []
  const giving = arms.filter(({ sides }) => sides.includes(loses))
  const grows = ({ sides }: Arm) => sides.find((grid) => grid !== loses)
  const [one, other] = giving
  if (!one || !other || same(one.end, other.end)) return []
  if (arms.length === 2) return redraw(grows(one), [one.end, to, other.end])
  return giving.flatMap((arm) => redraw(grows(arm), [arm.end, to, from]))
}

const between = (a: LonLat, b: LonLat): LonLat[] =>
  Array.from({ length: 20 }, (_, i) => {
    const share = (i + 1) / 21
    return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
  })

/** The first grid of some that one of the places lies in. */
function firstOf(
  topology: Topology,
  places: readonly LonLat[],
  grids: ReadonlySet<number | null>,
): number | null {
  for (const at of places) {
    const grid = gridOn(topology, cellAt(topology, at))
    if (grid !== null && grids.has(grid)) return grid
  }
  return null
}

const metresPerDegree = 111_195

/** The place on a border nearest to a point, at most some metres from it, and the grids on its sides. */
function footOn(topology: Topology, at: LonLat, reach: number): { at: LonLat; grids: Set<number> } | null {
  const squeeze = Math.cos((at[1] * Math.PI) / 180)
  let best: LonLat | null = null
  let least = reach / metresPerDegree
  const grids = new Set<number>()
  const beside = least
  for (const arc of borders(topology)) {
    arc.points.forEach((b, i) => {
      const a = arc.points[i - 1]
      if (!a) return
      const [dx, dy] = [(b[0] - a[0]) * squeeze, b[1] - a[1]]
      const [px, py] = [(at[0] - a[0]) * squeeze, at[1] - a[1]]
      const share = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy)))
      const off = Math.hypot(px - share * dx, py - share * dy)
      if (off > beside) return
      for (const side of [arc.left, arc.right]) {
        const grid = gridOn(topology, side)
        if (grid !== null && grid > 0) grids.add(grid)
      }
      if (off <= least) [best, least] = [[a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share], off]
    })
  }
  return best ? { at: best, grids } : null
}

/** The point of a border that a click means; the click itself where no border is near. */
export const onBorder = (topology: Topology, at: LonLat, reach: number): LonLat =>
  footOn(topology, at, reach)?.at ?? at

/**
 * The grid whose border a drawn line becomes: one that has both its ends on its border and grows over the line's
 * land. Without one, the grid in which most of the line lies; null: that is none.
 */
export function redrawn(topology: Topology, points: readonly LonLat[]): number | null {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || points.length < 2) return null
  const most = gridUnder(topology, points)
  const ends = [first, last].map((at) => footOn(topology, at, 1)?.grids ?? new Set<number>())
  const both = [...(ends[0] ?? [])].filter((grid) => ends[1]?.has(grid))
  const middle = points.flatMap((at, i) => (i > 0 ? between(points[i - 1] ?? at, at) : []))
  const under = new Set(middle.map((at) => gridOn(topology, cellAt(topology, at))))
  return both.find((grid) => !under.has(grid)) ?? both.find((grid) => grid !== most) ?? most
}
