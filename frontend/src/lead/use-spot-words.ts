import type { Spot } from '../api/analysis'
import { useLeadWords } from './use-lead-words'

/** From how many incidents on a ratio is told: of fewer it would say more than is known. */
const fewest = 10

/** How many lattices a hot spot is tried on: 25 offsets of 3 sizes. */
const lattices = 75

/** The words of a hot spot: what, since when, compared with what, how sure, who covers it. */
export function useSpotWords() {
  const words = useLeadWords()
  const { t, count, text, figure, share, named, day, classWords } = words
  const list = (all: readonly string[]) => all.join(t('ui.comma'))

  const kinds = ({ kinds }: Spot, most = 3) =>
    list(
      (kinds ?? [])
        .slice(0, most)
        .map(({ name, code, count: n }) => `${name ? text(name) : code} ${count(n)}`),
    )

  function expected({ count: n, expected }: Spot): string {
    if (n === null) return ''
    return expected === null || expected <= 0
      ? t('lead.spotCount', { n: count(n) })
      : t('lead.spotExpected', { n: count(n), e: figure(expected), x: figure(n / expected) })
  }

  function ratio(spot: Spot): string {
    const { count: n, before, ratio, ratio_lower: lower, ratio_upper: upper } = spot
    if (n === null || before === null) return ''
    if (ratio === null || lower === null || upper === null || n < fewest || before < fewest)
      return t('lead.spotFew', { n: count(n), b: count(before) })
    return t('lead.spotRatio', {
      n: count(n),
      b: count(before),
      ratio: figure(ratio),
      lower: figure(lower),
      upper: figure(upper),
    })
  }

  function sure({ class: name, robust, firm }: Spot): string {
    const parts = [
      name && name !== 'none' ? classWords(name) : '',
      robust === null
        ? ''
        : t('lead.spotRobust', { of: lattices, n: count(robust <= 1 ? robust * lattices : robust) }),
      firm === null ? '' : t(firm ? 'lead.spotFirm' : 'lead.spotLoose'),
    ]
    return list(parts.filter(Boolean))
  }

  const grids = ({ grids }: Spot) => list((grids ?? []).map(({ name }) => named(name)))
  const holders = ({ holders }: Spot) =>
    (holders ?? []).map(({ grid, duty, name }) => ({
      grid: grid ? named(grid.name) : '',
      duty: text(duty),
      name: name ?? t('lead.spotVacant'),
      vacant: name === null,
    }))
  const since = ({ since, until }: Spot) =>
    since && until
      ? t('lead.spotBetween', { from: day(since), to: day(until) })
      : since
        ? t('lead.spotSince', { day: day(since) })
        : ''
  return { ...words, kinds, expected, ratio, sure, grids, holders, since, share }
}
