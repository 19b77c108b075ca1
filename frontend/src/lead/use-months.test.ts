import * as v from 'valibot'
import { expect, test } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import { Answer } from '../api/analysis'
import { monthsUntil, useMonths } from './use-months'

const answer = (area: number, months: string[], total: number[]) =>
  v.parse(Answer, {
    provenance: {
      what: 'load',
      area: { id: area, code: String(area), name: { zh: '区', en: '' } },
      from: '2026-08-24',
      until: '2026-11-22',
      days: 90,
    },
    series: { months, total, groups: [] },
  })

test('months that were told stay when the period moves back, and those of another area go', async () => {
  const now = shallowRef<Answer | null>(answer(1, ['2026-09-01', '2026-10-01'], [5, 7]))
  const months = useMonths(() => now.value)
  now.value = answer(1, ['2026-08-01', '2026-09-01'], [4, 5])
  await nextTick()
  expect([...months.value.keys()].sort()).toEqual(['2026-08-01', '2026-09-01', '2026-10-01'])
  now.value = answer(2, ['2026-09-01'], [1])
  await nextTick()
  expect([...months.value]).toEqual([['2026-09-01', 1]])
})

test('the months of the strip reach into the one that is not over, and no further than the newest day', () => {
  expect(monthsUntil(['2026-10-01', '2026-09-01'], '2026-11-23')).toEqual([
    '2026-09-01',
    '2026-10-01',
    '2026-11-01',
  ])
  expect(monthsUntil(['2026-10-01'], '2026-11-01')).toEqual(['2026-10-01'])
})
