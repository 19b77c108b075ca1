type Position = readonly [number, number]

/** How often marks are pushed apart at most: a heap of a hundred is apart long before. */
const rounds = 80

/** Moves points that lie closer to each other than that apart, each no farther than it takes; in any unit. */
export function spread(points: readonly Position[], least: number): Position[] {
  const put = points.map(([x, y]): [number, number] => [x, y])
  for (let moved = true, round = 0; moved && round < rounds; round++) {
    moved = false
    for (const [i, a] of put.entries())
      for (const b of put.slice(i + 1)) {
        const near = Math.hypot(b[0] - a[0], b[1] - a[1])
        if (near >= least - 1e-6) continue
        moved = true
        const half = (least - near) / 2
        const [east, north] = near === 0 ? [1, 0] : [(b[0] - a[0]) / near, (b[1] - a[1]) / near]
        a[0] -= east * half
        a[1] -= north * half
        b[0] += east * half
        b[1] += north * half
      }
  }
  return put
}
