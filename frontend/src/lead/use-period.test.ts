import * as v from 'valibot'
import { expect, test } from 'vitest'
import { nextTick, ref, shallowRef } from 'vue'
import { Answer } from '../api/analysis'
import { usePeriod } from './use-period'

const answer = (from: string, until: string) =>
  v.parse(Answer, { provenance: { what: 'load', area: null, from, until, days: 90 } })

test('the period that is told changes with the map, and neither with the question nor with the answer before it is drawn', async () => {
  const asked = ref({ days: 30 as const, until: '2026-11-22' })
  const told = shallowRef<Answer | null>(null)
  const drawn = ref(true)
  const period = usePeriod(
    () => asked.value,
    () => told.value,
    () => drawn.value,
  )
  expect(period.value).toEqual({ from: '2026-10-23', until: '2026-11-22' })
  told.value = answer('2026-10-23', '2026-11-22')
  await nextTick()

  asked.value = { days: 30, until: '2026-11-01' }
  drawn.value = false
  await nextTick()
  expect(period.value?.until).toBe('2026-11-22')
  told.value = answer('2026-10-02', '2026-11-01')
  await nextTick()
  expect(period.value?.until).toBe('2026-11-22')
  drawn.value = true
  await nextTick()
  expect(period.value).toEqual({ from: '2026-10-02', until: '2026-11-01' })

  // Where nothing can be answered, what was asked is told.
  asked.value = { days: 30, until: '2020-01-01' }
  told.value = null
  await nextTick()
  expect(period.value?.until).toBe('2020-01-01')
})
