import { expect, test } from 'vitest'
import { dayAfter, dayBefore, dayIn, daysAfter, startOfDay } from './days'

test('the day before and after cross months and leap days', () => {
  expect(dayBefore('2027-01-01')).toBe('2026-12-31')
  expect(dayAfter('2028-02-28')).toBe('2028-02-29')
  expect(daysAfter('2026-11-21', 90)).toBe('2027-02-19')
})

test('a moment is another day further east', () => {
  const moment = new Date('2026-11-21T17:30:00Z')
  expect(dayIn('Asia/Shanghai', moment)).toBe('2026-11-22')
  expect(dayIn('UTC', moment)).toBe('2026-11-21')
})

test.each([
  ['Asia/Shanghai', '2026-11-22', '2026-11-21T16:00:00.000Z'],
  ['UTC', '2026-11-22', '2026-11-22T00:00:00.000Z'],
  ['Asia/Kathmandu', '2026-11-22', '2026-11-21T18:15:00.000Z'],
  ['Pacific/Kiritimati', '2026-11-22', '2026-11-21T10:00:00.000Z'],
  ['America/New_York', '2026-11-01', '2026-11-01T04:00:00.000Z'], // clocks go back later that day
])('in %s the day %s begins at %s', (zone, day, moment) => {
  expect(startOfDay(zone, day).toISOString()).toBe(moment)
})
