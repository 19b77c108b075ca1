import { describe, expect, test } from 'vitest'
import { bandState, offBand, strip, stripEnd } from './band'

const band = { min: 300, max: 500 }

describe('a grid against its band of 300 to 500 households', () => {
  test.each([
    [299, 'under', 1],
    [300, 'in', 0],
    [500, 'in', 0],
    [501, 'over', 1],
  ] as const)('%i households are %s', (households, state, off) => {
    expect(bandState(households, band)).toBe(state)
    expect(offBand(households, band)).toBe(off)
  })

  test('without a band there is nothing to be off', () => {
    expect(bandState(9, null)).toBe('none')
    expect(offBand(9, null)).toBe(0)
  })
})

test('all bars of a list share one scale, with room beyond the widest band', () => {
  expect(stripEnd([412, 288], [band, null])).toBe(650)
  expect(stripEnd([1000], [band])).toBe(1040)
  expect(stripEnd([], [])).toBe(1)
})

test('a strip is given in shares of its scale and never leaves it', () => {
  expect(strip(400, band, 1000)).toEqual({ value: 0.4, band: { from: 0.3, to: 0.5 } })
  expect(strip(2000, null, 1000)).toEqual({ value: 1, band: null })
})
