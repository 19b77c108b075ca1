import { expect, test } from 'vitest'
import { areaOf, pathTo } from './hit'

const drawn = (layer: string, id?: number) => ({ id, layer: { id: layer } })

test('a grid is meant where it is big enough, and what lies above it where it is not', () => {
  const both = [drawn('grid-fill', 9), drawn('community-fill', 7)]
  expect(areaOf(both, 12)).toEqual({ kind: 'grid', id: 9 })
  expect(areaOf(both, 11.9)).toEqual({ kind: 'above', id: 7 })
})

test('land of a community that no grid covers is the community', () => {
  expect(areaOf([drawn('community-fill', 7)], 16)).toEqual({ kind: 'above', id: 7 })
})

test('nothing is meant where no area is drawn', () => {
  expect(areaOf([], 14)).toBeNull()
  expect(areaOf([drawn('grid-fill')], 14)).toBeNull()
})

test('a community opens its screen, a street its card', () => {
  expect(pathTo(7, { code: '350420002004' })).toBe('/c/350420002004')
  expect(pathTo(7, { code: 'a/b' })).toBe('/c/a%2Fb')
  expect(pathTo(2, null)).toBe('/a/2')
})
