import type { Answer, Place } from '../api/analysis'
import type { PostBalance } from '../api/analysis-more'

/** A grid with what it has beside its share of the work and beside the rules. */
export type FairRow = PostBalance & {
  grid: Place
  /** How many people the rules ask for. */
  needed: number
  work: 'more' | 'less' | 'fair' | 'untestable'
}

const works = ['more', 'less', 'fair', 'untestable'] as const

/** The grids with which something is to be done: first those that have more work than chance explains, the most beyond it first. */
export function unfairRows(answer: Answer): FairRow[] {
  const rows = (answer.more?.posts ?? []).flatMap((post): FairRow[] => {
    const grid = answer.places?.[post.place]
    if (!grid) return []
    const work = works.find((one) => one === grid.class) ?? 'untestable'
    return [{ ...post, grid, needed: Math.max(post.by_households, post.by_grid), work }]
  })
  const rank = ({ work }: FairRow) => (work === 'more' ? 0 : 1)
  const beyond = ({ work, grid: { count, upper } }: FairRow) =>
    work === 'more' ? (count ?? 0) - (upper ?? 0) : 0
  return rows
    .filter(({ work, band, missing }) => work === 'more' || work === 'less' || band !== 0 || missing > 0)
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        beyond(b) - beyond(a) ||
        b.missing - a.missing ||
        Math.abs(b.band) - Math.abs(a.band),
    )
}
