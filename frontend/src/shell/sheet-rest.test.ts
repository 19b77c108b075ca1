import { expect, test } from 'vitest'
import { nextRest, restFor, restHeights } from './sheet-rest'

const heights = restHeights(844)

test('a sheet let go slowly settles at the nearest rest', () => {
  expect(restFor(200, 0, heights)).toBe('peek')
  expect(restFor(430, 0, heights)).toBe('half')
  expect(restFor(700, 0, heights)).toBe('full')
})

test('a sheet thrown up or down goes on in that direction', () => {
  expect(restFor(400, 2, heights)).toBe('full')
  expect(restFor(380, -1.5, heights)).toBe('peek')
})

test('pressing the handle goes round all rests', () => {
  expect(nextRest('peek')).toBe('half')
  expect(nextRest('half')).toBe('full')
  expect(nextRest('full')).toBe('peek')
})
