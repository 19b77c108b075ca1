import type { Text } from '../api/shapes'
import type { Language } from '../map/style'

/** Makes formatters once for a language and options: making one takes a hundred times as long as what it does. */
function kept<O, F>(make: (language: Language, options: O) => F) {
  const made = new Map<string, F>()
  return (language: Language, options: O): F => {
    const key = language + JSON.stringify(options)
    const format = made.get(key) ?? make(language, options)
    made.set(key, format)
    return format
  }
}

export const numberFormat = kept(
  (language, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options),
)
export const dateFormat = kept(
  (language, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options),
)

/** The side of a two-language name; the other when that one is missing. */
export function inLanguage(text: Text, language: Language): string {
  return language === 'en' ? text.en || text.zh : text.zh || text.en
}

export function formatCount(n: number, language: Language): string {
  return numberFormat(language, {}).format(Math.round(n))
}

/** A count where there is little room: 1.5万, 15K. */
export function formatShort(n: number, language: Language): string {
  return numberFormat(language, { notation: 'compact', maximumFractionDigits: 1 }).format(n)
}

/** A calendar day (YYYY-MM-DD) in words; what is not one is shown as it came. */
export function formatDay(day: string, language: Language): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return day
  const date = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return day
  return dateFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(date)
}

/** A moment as the clocks of a time zone show it. */
export function formatMoment(moment: Date, zone: string, language: Language): string {
  return dateFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: zone,
  }).format(moment)
}

/** Metres, rounded as far as they are worth: 11 m, 240 m, 1.3 km. */
export function formatMetres(metres: number, language: Language): string {
  const far = metres >= 1000
  const value = far ? metres / 1000 : metres >= 100 ? Math.round(metres / 10) * 10 : Math.round(metres)
  const unit = language === 'en' ? (far ? 'km' : 'm') : far ? '公里' : '米'
  return `${numberFormat(language, { maximumFractionDigits: far ? 1 : 0 }).format(value)} ${unit}`
}

/** Square metres below one hectare, hectares below one square kilometre, square kilometres above. */
export function formatSquareMetres(area: number, language: Language): string {
  const [value, unit] =
    area < 10_000
      ? ([area, language === 'en' ? 'm²' : '平方米'] as const)
      : area < 1_000_000
        ? ([area / 10_000, language === 'en' ? 'ha' : '公顷'] as const)
        : ([area / 1_000_000, language === 'en' ? 'km²' : '平方公里'] as const)
  const digits = value < 10 && area >= 10_000 ? 2 : value < 100 ? 1 : 0
  const number = numberFormat(language, { maximumFractionDigits: digits }).format(value)
  return `${number} ${unit}`
}

/**
 * The number a grid goes by, as on the map: the last number in its name, else the end of its code,
 * without leading zeros; a code without digits stands for itself.
 */
export function shortName(name: string, code: string): string {
  const inName = name.match(/\d+/g)?.at(-1)
  if (inName) return unpadded(inName)
  const inCode = code.match(/\d+/g)?.at(-1)
  if (!inCode) return code
  return unpadded(inCode.length > 4 ? inCode.slice(-3) : inCode)
}

function unpadded(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '')
}
