import { expect, test } from 'vitest'
import { heatFullFor, heatIntensity, heatLegend, heatRadius, heatReachMetres, metresPerPixel } from './heat'

/** What MapLibre's kernel adds up to in the middle of an even spread of reports. */
function density(reportsPerKm2: number, full: number): number {
  const step = 5 // metres between reports of the same weight in total
  const weight = (reportsPerKm2 / 1e6) * step * step
  let sum = 0
  for (let x = -heatReachMetres; x <= heatReachMetres; x += step) {
    for (let y = -heatReachMetres; y <= heatReachMetres; y += step) {
      const share = (x * x + y * y) / heatReachMetres ** 2
      if (share <= 1) sum += weight * heatIntensity(full) * 0.3989422804 * Math.exp(-4.5 * share)
    }
  }
  return sum
}

test('an even spread of the full value reaches the deepest colour, half of it the half', () => {
  expect(density(2000, 2000)).toBeCloseTo(1, 1)
  expect(density(1000, 2000)).toBeCloseTo(0.5, 1)
})

test('the kernel keeps its length on the ground at any latitude', () => {
  expect(heatRadius(0) * metresPerPixel(0, 12)).toBeCloseTo(heatReachMetres)
  expect(heatRadius(45)).toBeGreaterThan(heatRadius(0))
})

test('the legend names reports per km², rising to the full value', () => {
  expect(heatLegend(4000)).toEqual([200, 600, 1200, 2000, 3000, 4000])
})

test('the full value is round and some times the mean', () => {
  expect(heatFullFor(20_000, 40)).toBe(4000)
  expect(heatFullFor(24_613, 16)).toBe(8000)
  expect(heatFullFor(0, 18)).toBe(1000)
  expect(heatFullFor(3, 100)).toBe(20)
})
