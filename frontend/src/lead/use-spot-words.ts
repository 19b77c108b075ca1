import type { Spot } from '../api/analysis'
import { useLeadWords } from './use-lead-words'

/** The words of a hot spot: what, since when, compared with what, how sure, who covers it. */
export function useSpotWords() {
  const words = useLeadWords()
  const { t, count, text, figure, share, gridName, day, incidents } = words
  const list = (all: readonly string[]) => all.join(t('ui.comma'))

  const kinds = ({ kinds }: Spot, most = 3) =>
    list(
      (kinds ?? [])
        .slice(0, most)
        .map(({ name, code, count: n }) => `${name ? text(name) : code} ${count(n)}`),
    )

  function expected(spot: Spot): string {
    const { count: n, expected, ratio, ratio_lower: lower, ratio_upper: upper } = spot
    if (n === null) return ''
    if (expected === null || ratio === null || lower === null || upper === null)
      return t('lead.spotCount', { n: incidents(n) })
    const limits = { lower: figure(lower), upper: figure(upper) }
    return t('lead.spotExpected', { n: incidents(n), e: figure(expected), x: figure(ratio), ...limits })
  }

  /** Against as many days before: the bare counts, from which nobody takes a percentage of three. */
  const before = ({ before }: Spot) => (before === null ? '' : t('lead.spotBefore', { b: count(before) }))

  function sure({ class: name, robust, firm }: Spot): string {
    const parts = [
      name === 'hot_99' || name === 'hot_95' || name === 'hot_90' ? t(`lead.spotSure.${name}`) : '',
      robust === null ? '' : t('lead.spotRobust', { share: share(robust) }),
      firm === null ? '' : t(firm ? 'lead.spotFirm' : 'lead.spotLoose'),
    ]
    return parts.filter(Boolean).join(t('lead.stop'))
  }

  const grids = ({ grids }: Spot) => list((grids ?? []).map(gridName))
  /** Who answers for each grid, and which of its duties nobody has. */
  function holders({ holders }: Spot) {
    const grids = new Map<number, { grid: string; first: string; vacant: string[] }>()
    for (const { grid, duty, name } of holders ?? []) {
      const one = grids.get(grid?.id ?? 0) ?? { grid: grid ? gridName(grid) : '', first: '', vacant: [] }
      if (name === null) one.vacant.push(text(duty))
      else if (one.first === '') one.first = name
      grids.set(grid?.id ?? 0, one)
    }
    return [...grids.values()]
  }
  const since = ({ since, until }: Spot) =>
    since && until
      ? t('lead.spotBetween', { from: day(since), to: day(until) })
      : since
        ? t('lead.spotSince', { day: day(since) })
        : ''
  return { ...words, kinds, expected, before, sure, grids, holders, since, share }
}
