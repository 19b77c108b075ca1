import type { Spot, UnseenList } from '../api/analysis'

type Words = {
  t: (key: string, named: Record<string, unknown>) => string
  many: (key: string, n: number) => string
  count: (n: number) => string
  spotName: (spot: Spot) => string
}

/** How many steps a page names: what is not done first is not done. */
const most = 6

/** What to do now, the most pressing first: go and see, act on what grows, then look where nobody looks. */
export function nextSteps(
  spots: readonly Spot[],
  lists: readonly UnseenList[],
  { t, many, count, spotName }: Words,
): string[] {
  const steps = (['new', 'growing', 'persistent'] as const).flatMap((course) =>
    spots
      .filter(({ pattern }) => pattern === course)
      .map((spot) => t(`lead.reportDo.${course}`, { name: spotName(spot), n: count(spot.count ?? 0) })),
  )
  const of = (kind: string) => lists.find((list) => list.kind === kind)?.count ?? 0
  const gaps = (
    [
      ['silent_grid', 'lead.reportSilent'],
      ['vacant_post', 'lead.reportVacant'],
      ['unvisited_building', 'lead.reportUnvisited'],
    ] as const
  ).flatMap(([kind, key]) => (of(kind) > 0 ? [many(key, of(kind))] : []))
  return [...steps, ...gaps].slice(0, most)
}
