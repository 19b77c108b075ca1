import { expect, test } from 'vitest'
import { scaleFor } from './scale'

test.each([
  [1, 110, 100],
  [1.07, 110, 100],
  [0.4, 110, 20],
  [5, 110, 500],
  [0.013, 110, 1],
  [40, 80, 2000],
])('%d metres a pixel give a round bar no wider than %i pixels', (metresPerPixel, most, metres) => {
  const scale = scaleFor(metresPerPixel, most)
  expect(scale.metres).toBe(metres)
  expect(scale.pixels).toBeLessThanOrEqual(most)
  expect(scale.pixels * metresPerPixel).toBeCloseTo(metres)
})

test('before the map has a scale there is no bar', () => {
  expect(scaleFor(0, 110)).toEqual({ metres: 0, pixels: 0 })
})
