import { expect, test } from 'vitest'
import { circleAround, hereSource } from './style-here'

test('the circle of accuracy is closed and as wide as it says', () => {
  const ring = circleAround([117.63, 26.27], 18).coordinates[0] ?? []
  expect(ring).toHaveLength(65)
  expect(ring[0]).toEqual(ring[64])
  const norths = ring.map((p) => p[1] ?? 0)
  expect((Math.max(...norths) - Math.min(...norths)) * 110_946).toBeCloseTo(36, 0)
})

test('without a position, a found place and a clicked issue nothing is drawn', () => {
  expect(hereSource(null, null, null).data).toEqual({ type: 'FeatureCollection', features: [] })
})
