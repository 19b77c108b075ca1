import { expect, test } from 'vitest'
import {
  againstOf,
  analysis,
  ends,
  heatTiles,
  inFormat,
  monthsBefore,
  nextMonth,
  spanOf,
  tabOf,
  yearOf,
} from './question'

const look = { area: 7, days: 90, until: '2026-11-22', kinds: ['06001', '09009'] } as const

test('a question names its whole days, the first one without last, and its kinds', () => {
  expect(analysis('rate', look, { level: 'grid' })).toBe(
    '/v1/analysis/rate?area=7&from=2026-08-24&until=2026-11-22&kind=06001%2C09009&level=grid',
  )
  expect(analysis('load', { ...look, kinds: [] })).toBe(
    '/v1/analysis/load?area=7&from=2026-08-24&until=2026-11-22',
  )
})

test('a file of the same question differs by its format alone', () => {
  expect(inFormat(analysis('load', { ...look, kinds: [] }), 'csv')).toBe(
    '/v1/analysis/load?area=7&from=2026-08-24&until=2026-11-22&format=csv',
  )
})

test('heat tiles are of the same issues as the answer beside them, with its bandwidth in metres', () => {
  expect(heatTiles('http://here', { ...look, kinds: [] }, 180)).toBe(
    'http://here/tiles/heat/{z}/{x}/{y}.png?area=7&from=2026-08-24&until=2026-11-22&bandwidth=180',
  )
})

test('months are whole ones, across the turn of the year', () => {
  expect(monthsBefore('2026-02-10', 3)).toEqual(['2025-11-01', '2025-12-01', '2026-01-01'])
  expect(nextMonth('2026-12-01')).toBe('2027-01-01')
})

test('the slider stops at firsts of months with a whole period before them, and at the newest day', () => {
  expect(ends('2026-03-10', 30, '2025-12-15')).toEqual(['2026-02-01', '2026-03-01', '2026-03-10'])
  expect(ends('2026-03-01', 360, '2025-12-15')).toEqual(['2026-03-01'])
})

test('which way a hot spot goes is asked over a year that ends with the period', () => {
  expect(yearOf({ ...look, kinds: [] })).toEqual({ ...look, kinds: [], days: 360 })
  expect(yearOf(null)).toBeNull()
})

test('an address that says nonsense opens the load of the last 90 days', () => {
  expect([tabOf('heat'), spanOf('7'), againstOf('')]).toEqual(['load', 90, 'before'])
})
