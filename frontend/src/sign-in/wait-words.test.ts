import { expect, test } from 'vitest'
import { waitOf } from './wait-words'

test.each([
  [0, 'seconds', 1],
  [1, 'seconds', 1],
  [89, 'seconds', 89],
  [90, 'minutes', 2],
  [900, 'minutes', 15],
])('a wait of %d seconds is said in %s: %d', (seconds, unit, n) => {
  expect(waitOf(seconds)).toEqual({ unit, n })
})
