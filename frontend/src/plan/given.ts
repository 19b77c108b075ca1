import type { WireTopology } from '../api/plan-topology'
import { decode, idsOf } from './decode'
import { changed, landOf, type Topology } from './topology'
import { innerPoint, inside, type MultiPolygon } from './trace'

/** Land that goes to a grid; colour: of that grid. */
export type Given = { grid: number; colour: number; land: MultiPolygon }

/** The land that a change would give to other grids than those that have it. */
export function givenBy(before: Topology, wire: WireTopology): Given[] {
  const delta = decode(wire, before)
  const after = changed(before, delta)
  const cut = idsOf(wire.gone.cells)
  const gridBefore = (id: number): number | null => {
    const known = before.cells.get(id)
    if (known) return known.grid
    const at = innerPoint(landOf(after, new Set([id])))
    const whole = [...cut, ...delta.cells.map((cell) => cell.id)].find(
      (one) => at !== null && before.cells.has(one) && inside(at, landOf(before, new Set([one]))),
    )
    return whole === undefined ? null : (before.cells.get(whole)?.grid ?? null)
  }
  const cells = new Map<number, Set<number>>()
  for (const { id, grid } of delta.cells)
    if (gridBefore(id) !== grid) cells.set(grid, (cells.get(grid) ?? new Set()).add(id))
  const colours = new Map(wire.grids.map(({ id, colour }) => [id, colour]))
  return [...cells].map(([grid, own]) => ({ grid, colour: colours.get(grid) ?? 0, land: landOf(after, own) }))
}
