import type { LonLat } from '../api/shapes'
import { changed, nothing, type Arc, type Cell, type Topology } from './topology'

/**
 * A town for tests, drawn in letters: each is a square cell of 10 households in the grid of that number;
 * a dot is land that belongs to nobody.
 */
export function town(...rows: readonly string[]): Topology {
  const side = 0.001
  const width = Math.max(...rows.map((row) => row.length))
  const gridAt = (x: number, y: number) => {
    const letter = rows[y]?.[x]
    return letter === undefined || letter === '.' ? null : Number(letter)
  }
  const cellAt = (x: number, y: number) => (gridAt(x, y) === null ? null : y * width + x)
  const nodeAt = (x: number, y: number) => y * (width + 1) + x
  const at = (x: number, y: number): LonLat => [118 + x * side, 26 - y * side]
  const arcs: Arc[] = []
  const add = (x: number, y: number, dx: number, dy: number, left: number | null, right: number | null) => {
    if (left === right) return
    const points = [at(x, y), at(x + dx, y + dy)]
    const ends = { from: nodeAt(x, y), to: nodeAt(x + dx, y + dy) }
    arcs.push({ id: arcs.length, ...ends, left, right, class: 'lane', points })
  }
  const cells: Cell[] = []
  const nodes = new Map<number, LonLat>()
  for (let y = 0; y <= rows.length; y++) {
    for (let x = 0; x <= width; x++) {
      nodes.set(nodeAt(x, y), at(x, y))
      add(x, y, 1, 0, cellAt(x, y - 1), cellAt(x, y)) // eastwards: north is on the left
      add(x, y, 0, 1, cellAt(x, y), cellAt(x - 1, y)) // southwards: east is on the left
      const [id, grid] = [cellAt(x, y), gridAt(x, y)]
      if (id !== null && grid !== null)
        cells.push({ id, grid, base: grid, parent: id, households: 10, estate: 0, squareMetres: 10_000 })
    }
  }
  return changed(nothing, { gone: { nodes: [], arcs: [], cells: [] }, nodes, arcs, cells, buildings: [] })
}

/** The middle of a cell of a town. */
export const middle = (x: number, y: number): LonLat => [118 + (x + 0.5) * 0.001, 26 - (y + 0.5) * 0.001]
