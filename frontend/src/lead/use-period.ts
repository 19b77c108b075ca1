import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import type { Answer } from '../api/analysis'
import { daysAfter } from '../ui/days'
import type { Look } from './question'

/** From a day until another, that one without. */
export type Period = { from: string; until: string }

/**
 * The period that is to be seen: that of an answer from when it is drawn on, and until then the one before, so that
 * what names the period changes with the map. Where nothing could be answered, it is the one that was asked for.
 */
export function usePeriod(
  asked: () => Pick<Look, 'days' | 'until'> | null,
  answer: () => Answer | null,
  drawn: () => boolean,
): ComputedRef<Period | null> {
  const seen = shallowRef<Period | null>(null)
  watch(
    [answer, drawn],
    ([now, ready]) => {
      if (!ready) return
      const { from, until } = now?.provenance ?? {}
      seen.value = from && until ? { from, until } : null
    },
    { immediate: true, flush: 'post' },
  )
  return computed(() => {
    if (seen.value) return seen.value
    const look = asked()
    return look && { from: daysAfter(look.until, -look.days), until: look.until }
  })
}
