import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Text } from '../api/shapes'
import type { Messages } from '../i18n/messages'
import type { Language } from '../map/style'
import * as format from './format'

/** Messages and figures in the page's language. */
export function useWords() {
  const { t, locale } = useI18n<{ message: Messages }, Language>({ useScope: 'global' })
  const language = computed<Language>(() => (locale.value === 'en' ? 'en' : 'zh-CN'))
  const count = (n: number) => format.formatCount(n, language.value)
  return {
    t,
    language,
    count,
    short: (n: number) => format.formatShort(n, language.value),
    /** A message that counts: the right plural with the number in the language's digits. */
    counted: (key: string, n: number) => t(key, { n: count(n) }, n),
    text: (text: Text) => format.inLanguage(text, language.value),
    day: (day: string) => format.formatDay(day, language.value),
    moment: (moment: Date, zone: string) => format.formatMoment(moment, zone, language.value),
    metres: (metres: number) => format.formatMetres(metres, language.value),
    squareMetres: (area: number) => format.formatSquareMetres(area, language.value),
  }
}
