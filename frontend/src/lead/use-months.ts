import { shallowRef, watch, type ShallowRef } from 'vue'
import type { Answer } from '../api/analysis'
import { nextMonth } from './question'

/** How many incidents each month had, by its first day; only whole months are counted. */
export type Months = ReadonlyMap<string, number>

/**
 * The months of all answers about the same area and kinds: an answer tells those before its own end alone, and
 * what was told of later ones stays when the period moves back.
 */
export function useMonths(answer: () => Answer | null): ShallowRef<Months> {
  const months = shallowRef<Months>(new Map())
  let about = ''
  watch(
    answer,
    (now) => {
      if (!now?.series) return
      const { area, kinds } = now.provenance
      const of = JSON.stringify([area?.id, kinds?.map(({ code }) => code)])
      const { series } = now
      const told = (series.months ?? []).map((first, i) => [first, series.total?.[i] ?? 0] as const)
      months.value = new Map([...(of === about ? months.value : []), ...told])
      about = of
    },
    { immediate: true },
  )
  return months
}

/** The first days of all months from the earliest of some days until the month that a period ends in. */
export function monthsUntil(days: readonly string[], until: string): string[] {
  const firsts: string[] = []
  const earliest = days.reduce((least, day) => (day < least ? day : least), until)
  for (let first = `${earliest.slice(0, 7)}-01`; first < until; first = nextMonth(first)) firsts.push(first)
  return firsts
}
