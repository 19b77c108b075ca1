import { expect, test } from 'vitest'
import type { Bounds } from '../api/shapes'
import { mostTouches, tileVersions } from './tile-versions'

// Two tiles of zoom 15 side by side in the demo district, and a spot within the western one.
const url = (x: number, version = 12, layers = 'communities,grids,labels') =>
  `https://map.example.org/tiles/${layers}/v${version}/15/${x}/13904.mvt`
const west = 27090
const east = 27091
const spot: Bounds = [117.625, 26.27, 117.6251, 26.2701]
const areas = ['communities', 'grids', 'labels']

test('a tile that nothing touched keeps its address', () => {
  const versions = tileVersions()
  expect(versions.request(url(west))).toBe(url(west))
  versions.touch([{ version: 13, layers: ['grids'], bbox: spot }])
  expect(versions.request(url(east))).toBe(url(east))
  expect(versions.request(url(west, 12, 'issues'))).toBe(url(west, 12, 'issues'))
})

test('a tile that was touched is fetched at the version that touched it, once', () => {
  const versions = tileVersions()
  versions.request(url(west))
  versions.request(url(east))
  expect(versions.stale(areas)).toEqual([])
  versions.touch([{ version: 13, layers: ['grids', 'labels'], bbox: spot }])
  versions.touch([{ version: 14, layers: ['issues'], bbox: null }])
  expect(versions.stale(areas)).toEqual([{ z: 15, x: west, y: 13904 }])
  expect(versions.request(url(west))).toBe(url(west, 13))
  expect(versions.stale(areas)).toEqual([])
})

test('a touch anywhere touches every tile of its layers', () => {
  const versions = tileVersions()
  versions.request(url(west))
  versions.request(url(east))
  versions.touch([{ version: 13, layers: ['labels'], bbox: null }])
  expect(versions.stale(areas)).toHaveLength(2)
})

test('a touch beside the edge touches both tiles that draw it', () => {
  const versions = tileVersions()
  versions.request(url(west))
  versions.request(url(east))
  const edge = (east / 2 ** 15) * 360 - 180
  versions.touch([{ version: 13, layers: ['grids'], bbox: [edge, 26.27, edge, 26.2701] }])
  expect(versions.stale(areas)).toHaveLength(2)
})

test('a description that is newer than a touch wins', () => {
  const versions = tileVersions()
  versions.touch([{ version: 13, layers: ['grids'], bbox: spot }])
  expect(versions.request(url(west, 20))).toBe(url(west, 20))
})

test('after very many touches the oldest count as everywhere', () => {
  const versions = tileVersions()
  versions.request(url(east))
  for (let version = 13; version < 14 + mostTouches; version++)
    versions.touch([{ version, layers: ['grids'], bbox: spot }])
  expect(versions.stale(areas)).toHaveLength(1)
  expect(versions.request(url(east))).toBe(url(east, 13))
})

test('other addresses are left as they are', () => {
  for (const other of ['https://t.example.org/1/2/3.png', 'https://map.example.org/tiles/grids/15/1/2.mvt'])
    expect(tileVersions().request(other)).toBe(other)
})
