import { expect, test } from 'vitest'
import { metresPerPixel } from './heat'
import { nameZoom } from './names'

test('names are drawn as soon as the mean area has room for one', () => {
  const zoom = nameZoom(25, 25, 26) // each one kilometre wide
  expect(1000 / metresPerPixel(26, zoom)).toBeCloseTo(36)
})

test('four times as many areas get their names one zoom later', () => {
  expect(nameZoom(100, 25, 26) - nameZoom(25, 25, 26)).toBeCloseTo(1)
})

test('a district without areas or land has nothing to wait for', () => {
  expect(nameZoom(0, 25, 26)).toBe(0)
  expect(nameZoom(25, 0, 26)).toBe(0)
})
