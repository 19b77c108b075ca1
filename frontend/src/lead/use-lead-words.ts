import type { Named, Place, Provenance, Spot } from '../api/analysis'
import type { Text } from '../api/shapes'
import { useDistrict } from '../district/district-store'
import { i18n } from '../i18n'
import { leadEn } from '../i18n/lead-en'
import { leadZhCN } from '../i18n/lead-zh-cn'
import { dateFormat, numberFormat } from '../shell/format'
import { dayBefore, daysAfter } from '../ui/days'
import { useScreenWords } from '../ui/screens'
import { courseOf } from './classes'
import { withGridsInEnglish, within } from './grid-names'
import type { Look } from './question'

i18n.global.mergeLocaleMessage('zh-CN', leadZhCN)
i18n.global.mergeLocaleMessage('en', leadEn)

/** Words of the leader's screen, and its figures in the page's language. */
export function useLeadWords() {
  const words = useScreenWords()
  const { t, language, day } = words
  /** The words in the page's language; grids that are only numbered have English names on the screen. */
  const text = (both: Text) =>
    language.value === 'en' ? withGridsInEnglish(words.text(both)) : words.text(both)
  const district = useDistrict()
  /** A figure that is no count, as precise as it is worth. */
  const figure = (n: number) =>
    Math.abs(n) >= 100
      ? words.count(n)
      : numberFormat(language.value, { maximumSignificantDigits: 2 }).format(n)
  /** How many times as many: near 1 the second decimal is what tells. */
  const times = (n: number) =>
    Math.abs(n) >= 10
      ? figure(n)
      : numberFormat(language.value, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(n)
  /** A share between 0 and 1. */
  const share = (n: number) =>
    numberFormat(language.value, {
      style: 'percent',
      maximumFractionDigits: n < 0.1 ? 1 : 0,
    }).format(n)
  /** A name in the one language that it has, or in both. */
  const named = (name: string | Text | null) =>
    name === null ? '' : typeof name === 'string' ? text({ zh: name, en: name }) : text(name)
  /** A month by any day of it. */
  const month = (any: string, style: 'short' | 'long' = 'short') =>
    dateFormat(language.value, { year: 'numeric', month: style, timeZone: 'UTC' }).format(
      new Date(`${any.slice(0, 7)}-01T00:00:00Z`),
    )
  /** The days of a period, its last one included; a year that both have is told once. */
  function windowOf({ from, until }: { from: string; until: string }): string {
    const last = dayBefore(until)
    const same = from.slice(0, 4) === last.slice(0, 4)
    const short = (one: string) =>
      dateFormat(language.value, { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(
        new Date(`${one}T00:00:00Z`),
      )
    return language.value === 'en'
      ? t('lead.window', { from: same ? short(from) : day(from), last: day(last) })
      : t('lead.window', { from: day(from), last: same ? short(last) : day(last) })
  }
  const windowAt = ({ days, until }: Look) => windowOf({ from: daysAfter(until, -days), until })

  const place = (one: Place) => {
    const community = one.community ? text(one.community) : ''
    const name = one.name ? text(one.name) : (one.code ?? '')
    return within(community, name)
  }
  /** A grid with the community that it lies in: many are called 第一网格. */
  function gridName({ code, name }: Named): string {
    const around = district.communities.find((community) => code && code.startsWith(community.code))
    return within(around?.name ?? '', named(name))
  }
  const course = (pattern: string | null) => t(`lead.course.${courseOf(pattern)?.name ?? 'other'}`)
  const classWords = (name: string) =>
    i18n.global.te(`lead.classes.${name}`) ? t(`lead.classes.${name}`) : name
  /** Where a hot spot is and what it is about first of all: one grid may have several. */
  function spotName({ name, kinds }: Spot): string {
    const [first] = kinds ?? []
    return first?.name ? t('lead.spotName', { place: text(name), kind: text(first.name) }) : text(name)
  }
  /** What a hot spot is about, for where its place is plain. */
  const spotKind = ({ name, kinds }: Spot) => text(kinds?.[0]?.name ?? name)
  /** What an area is called in a sentence. */
  const areaName = ({ area }: Provenance) => (area ? text(area.name) : words.districtName())
  /** A message that says something else for one than for many. */
  const many = (key: string, n: number, more: Record<string, string> = {}) =>
    t(key, { n: words.count(n), ...more }, n)
  /** Words as they begin a sentence. */
  const begun = (said: string) => said.charAt(0).toUpperCase() + said.slice(1)
  /** So many incidents, or households. */
  const incidents = (n: number) => many('lead.count', n)
  const homes = (n: number) => many('unit.households', n)
  return {
    ...words,
    text,
    figure,
    times,
    share,
    named,
    month,
    windowOf,
    windowAt,
    place,
    gridName,
    course,
    classWords,
    spotName,
    spotKind,
    areaName,
    many,
    begun,
    incidents,
    homes,
  }
}

export type LeadWords = ReturnType<typeof useLeadWords>
