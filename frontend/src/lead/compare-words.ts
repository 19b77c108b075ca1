import type { Answer, Figure } from '../api/analysis'
import type { Against } from './question'
import type { LeadWords } from './use-lead-words'

/** A figure of the whole area, by its name. */
export const figureOf = (answer: Answer | null, name: string): Figure | null =>
  answer?.summary?.figures?.find((figure) => figure.name === name) ?? null

/** Which sentence tells a ratio: only an interval that does not hold 1 says more or less. */
export function verdict(ratio: Figure | null): 'ratioUp' | 'ratioDown' | 'ratioSame' | 'ratioFew' {
  if (ratio?.value == null || ratio.lower === null || ratio.upper === null) return 'ratioFew'
  return ratio.lower > 1 ? 'ratioUp' : ratio.upper < 1 ? 'ratioDown' : 'ratioSame'
}

/** How the area stands to another period, in a sentence with the exact interval. */
export function compareWords(answer: Answer, against: Against, days: number, words: LeadWords): string {
  const { t, times } = words
  const ratio = figureOf(answer, 'ratio')
  return t(`lead.${verdict(ratio)}`, {
    against: t(`lead.${against}`, { n: days }),
    ratio: times(ratio?.value ?? 0),
    lower: times(ratio?.lower ?? 0),
    upper: times(ratio?.upper ?? 0),
  })
}
