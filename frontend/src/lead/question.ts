import { daysAfter } from '../ui/days'

/** The four tabs, which are never mixed. */
export const tabs = ['load', 'rate', 'hot', 'unseen'] as const
export type Tab = (typeof tabs)[number]

/** How many days a question may be of. */
export const spans = [30, 90, 180, 360] as const
export type Span = (typeof spans)[number]

/** With what a period is compared. */
export const comparisons = ['before', 'year'] as const
export type Against = (typeof comparisons)[number]

/** What the leader looks at, as the address of the page keeps it. until is the first day without. */
export type Look = {
  area: number
  days: Span
  until: string
  kinds: readonly string[]
}

export const tabOf = (text: string): Tab => tabs.find((tab) => tab === text) ?? 'load'
export const spanOf = (text: string): Span => spans.find((span) => String(span) === text) ?? 90
export const againstOf = (text: string): Against => comparisons.find((one) => one === text) ?? 'before'

export type Asked = Record<string, string | number>

/** The address of an analysis of what is looked at. */
export function analysis(what: string, { area, days, until, kinds }: Look, more: Asked = {}): string {
  const query = new URLSearchParams({ area: String(area), from: daysAfter(until, -days), until })
  if (kinds.length > 0) query.set('kind', kinds.join(','))
  for (const [key, value] of Object.entries(more)) query.set(key, String(value))
  return `/v1/analysis/${what}?${query.toString()}`
}

/** The same address with another format of the answer. */
export function inFormat(path: string, format: 'json' | 'csv' | 'geojson' | 'provenance'): string {
  const [base = '', search = ''] = path.split('?')
  const query = new URLSearchParams(search)
  query.set('format', format)
  return `${base}?${query.toString()}`
}

/** The address of the tiles of a heat map, of the same issues as the answer beside it. */
export function heatTiles(origin: string, look: Look, bandwidth: number | null): string {
  const { area, days, until, kinds } = look
  const query = new URLSearchParams({ area: String(area), from: daysAfter(until, -days), until })
  if (kinds.length > 0) query.set('kind', kinds.join(','))
  if (bandwidth !== null) query.set('bandwidth', String(bandwidth))
  return `${origin}/tiles/heat/{z}/{x}/{y}.png?${query.toString()}`
}

/** The first days of some whole months that end on or before a day, the oldest first. */
export function monthsBefore(until: string, count: number): string[] {
  const [year = 1970, month = 1] = until.split('-').map(Number)
  return Array.from({ length: count }, (_, i) => {
    const date = new Date(Date.UTC(year, month - 1 - count + i, 1))
    return date.toISOString().slice(0, 10)
  })
}

/** The first day of the month after the one that a day is in. */
export function nextMonth(day: string): string {
  const [year = 1970, month = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
}

/** The ends that the time slider can be put to: the first of each month, and last of all the newest day. */
export function ends(latest: string, days: number, oldest: string | null): string[] {
  const firsts = [...monthsBefore(latest, 24), `${latest.slice(0, 7)}-01`]
  const least = oldest ?? daysAfter(latest, -365)
  const held = firsts.filter((day) => day < latest && daysAfter(day, -days) >= least)
  return [...held, latest]
}

/** A year as questions have it: which way something goes is not told by less. */
export const year = 360
/** How many days of a year must have data, so that it is told at all: ten steps of thirty. */
export const leastOfYear = 300

/** The same for the year that ends with it. */
export const yearOf = (look: Look | null): Look | null => look && { ...look, days: year }

/** What lies together, for one to go there once: within so many metres of each other, so many at least. */
export const together = { metres: 30, least: 10 } as const
