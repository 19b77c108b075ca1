import type { Pattern } from './patterns'

/** How a class of significance looks: token of its colour, and a pattern that tells it without colour. */
export type ClassLook = { name: string; colour: string; pattern?: `${Pattern}` | `${Pattern}-white` }

/** Classes, never a ramp: how sure it is that a place is above or below what chance explains. */
export const significance: readonly ClassLook[] = [
  { name: 'hot_99', colour: 's6', pattern: 'cross-white' },
  { name: 'hot_95', colour: 's4', pattern: 'hatch' },
  { name: 'hot_90', colour: 's2', pattern: 'dots' },
  { name: 'none', colour: 'panel' },
  { name: 'cold_90', colour: 'c1', pattern: 'lines' },
  { name: 'cold_95', colour: 'c2', pattern: 'lines' },
  { name: 'cold_99', colour: 'c3', pattern: 'lines-white' },
  { name: 'untestable', colour: 'none' },
]

/** How a hot spot goes, in the order in which a leader reads of them: the sign stands for it everywhere. */
export const courses = [
  { name: 'new', sign: '+', pattern: 'cross-white' },
  { name: 'growing', sign: '↗', pattern: 'hatch' },
  { name: 'persistent', sign: '=', pattern: 'lines-white' },
  { name: 'cooling', sign: '↘', pattern: 'lines' },
  { name: 'ended', sign: '✓', pattern: 'dots' },
] as const
export type Course = (typeof courses)[number]['name']

/** The course that a pattern's name stands for; null: none of those that are shown. */
export const courseOf = (pattern: string | null) => courses.find(({ name }) => name === pattern) ?? null

/** The class of a place; what is not testable has its own. */
export function classOf(place: { class: string | null; why: string | null }): ClassLook | null {
  const name = place.class ?? (place.why ? 'untestable' : null)
  return significance.find((one) => one.name === name) ?? null
}

/** Those above chance, the surest first, and of one class those with the most beyond what is expected. */
export function surest<T extends { properties: Classed }>(features: readonly T[]): T[] {
  const rank = ({ properties }: T) => significance.findIndex(({ name }) => name === properties.class)
  const beyond = ({ properties: { count, expected } }: T) => (count ?? 0) - (expected ?? 0)
  return features
    .filter(({ properties }) => properties.class?.startsWith('hot_'))
    .sort((a, b) => rank(a) - rank(b) || beyond(b) - beyond(a))
}
type Classed = { class: string | null; count: number | null; expected: number | null }

/** Which step of a ramp a value is on: 0 … 5; −1: below the lowest break. */
export function stepOf(value: number, breaks: readonly number[]): number {
  const above = breaks.findIndex((least) => value < least)
  return Math.min((above < 0 ? breaks.length : above) - 1, 5)
}

/** Round breaks for values where the answer gives none: six steps up to the greatest. */
export function roundBreaks(values: readonly number[]): number[] {
  const greatest = Math.max(0, ...values)
  if (greatest === 0) return []
  const magnitude = 10 ** Math.floor(Math.log10(greatest / 5))
  const step = ([1, 2, 2.5, 5, 10].find((s) => s * magnitude * 6 >= greatest) ?? 10) * magnitude
  return Array.from({ length: 6 }, (_, i) => Number((i * step || step / 10).toPrecision(3)))
}
