import { readFileSync } from 'node:fs'
import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { AreaId } from '../api/shapes'
import { contrast } from './contrast'
import { mapStyle, sourceLayers, type StyleOptions } from './style'
import { colourOf, parseTokens } from './tokens'

const tokens = parseTokens(readFileSync(new URL('../tokens.css', import.meta.url), 'utf8'))
const id = (n: number) => v.parse(AreaId, n)

const plain: StyleOptions = {
  tokens,
  origin: 'https://map.example.org',
  language: 'zh-CN',
  community: null,
  selected: null,
  issues: 'off',
  heatFull: 4000,
  latitude: 26.27,
  nameZooms: { communities: 11.7, above: 8.2 },
  here: null,
  pin: null,
  picked: null,
  baseMap: null,
}

const variants: [string, Partial<StyleOptions>][] = [
  ['the whole district', {}],
  ['in English', { language: 'en' }],
  ['one community with one grid open', { community: id(7), selected: id(9) }],
  ['a community with its own card open', { community: id(7), selected: id(7) }],
  ['issues as points', { issues: 'points' }],
  ['a clicked issue', { issues: 'points', picked: [117.6, 26.2] }],
  ['issues as heat', { issues: 'heat' }],
  ['a position and a found place', { here: { point: [117.6, 26.2], accuracy: 18 }, pin: [117.6, 26.2] }],
  ['on a raster base map', { baseMap: { url: 'https://t.example.org/{z}/{x}/{y}.png', attribution: '©' } }],
]

const layersOf = (options: Partial<StyleOptions>) => mapStyle({ ...plain, ...options }).layers
const layer = (layerId: string, options: Partial<StyleOptions> = {}) =>
  layersOf(options).find((one) => one.id === layerId)

describe('the style is valid for', () => {
  test.each(variants)('%s', (_, options) => {
    expect(validateStyleMin(mapStyle({ ...plain, ...options })).map((error) => error.message)).toEqual([])
  })
})

test('who may not see issues asks for nothing of them', () => {
  const style = mapStyle({ ...plain, issues: null })
  expect(Object.keys(style.sources)).not.toContain('issues')
  expect(validateStyleMin(style)).toEqual([])
  expect(Object.keys(mapStyle(plain).sources)).toContain('issues')
})

test('the same options give the same style', () => {
  expect(mapStyle(plain)).toEqual(mapStyle(plain))
})

test('no layer reads a tile layer that its source does not carry', () => {
  for (const [, options] of variants) {
    for (const one of layersOf(options)) {
      if (!('source' in one) || !('source-layer' in one) || !one['source-layer']) continue
      const carried = Object.entries(sourceLayers).find(([name]) => name === one.source)?.[1] ?? []
      expect(carried, one.id).toContain(one['source-layer'])
    }
  }
})

test('nothing is fetched from elsewhere: no glyph server, no sprite, tiles of our own', () => {
  const style = mapStyle(plain)
  expect(style.glyphs).toBeUndefined()
  expect(style.sprite).toBeUndefined()
  for (const source of Object.values(style.sources))
    if (source.type === 'vector') expect(source.url).toMatch(/^https:\/\/map\.example\.org\/tiles\//)
})

test('borders lie over roads and buildings, labels over borders', () => {
  const order = layersOf({}).map((one) => one.id)
  const at = (layerId: string) => order.indexOf(layerId)
  expect(at('grid-fill')).toBeLessThan(at('roads'))
  expect(at('buildings')).toBeLessThan(at('grid-border-case'))
  expect(at('grid-border-case')).toBeLessThan(at('grid-border'))
  expect(at('grid-border')).toBeLessThan(at('community-border-case'))
  expect(at('community-border')).toBeLessThan(at('grid-labels'))
  const heat = layersOf({ issues: 'heat' }).map((one) => one.id)
  expect(heat.indexOf('issue-heat')).toBeLessThan(heat.indexOf('grid-border-case'))
})

test('a border stands out from its casing and from every fill by 3 to 1 or more', () => {
  const border = colourOf(tokens, 'border-line')
  expect(contrast(border, colourOf(tokens, 'border-case'))).toBeGreaterThanOrEqual(3)
  for (let n = 1; n <= 8; n++)
    expect(contrast(border, colourOf(tokens, `g${n}`)), `g${n}`).toBeGreaterThanOrEqual(3)
})

test('eight colours, one each, at 0.45', () => {
  const fill = JSON.stringify(layer('grid-fill'))
  for (let n = 1; n <= 8; n++) expect(fill).toContain(colourOf(tokens, `g${n}`))
  expect(fill).toContain('0.45')
})

test('when one community is looked at, the others step back', () => {
  expect(JSON.stringify(layer('grid-fill', { community: id(7) }))).toContain(
    '["==",["get","community_id"],7]',
  )
  expect(layer('community-ring', { community: id(7) })).toBeDefined()
  expect(layer('community-ring')).toBeUndefined()
  expect(layer('selected-ring', { community: id(7), selected: id(9) })).toBeDefined()
  expect(layer('community-ring', { community: id(7), selected: id(9) })).toBeUndefined()
})

test('far away the areas above communities have their names, where they have room, and an outline', () => {
  expect(layer('above-labels')).toMatchObject({ minzoom: 8.2, maxzoom: 9 })
  expect(JSON.stringify(layer('above-labels'))).toContain('["==",["get","level"],"upper"]')
  expect(layer('above-labels', { nameZooms: { communities: 7, above: 2 } })).toMatchObject({ minzoom: 6 })
  expect(layer('community-labels', { nameZooms: { communities: 7, above: 2 } })).toMatchObject({ minzoom: 9 })
  expect(layer('community-labels')).toMatchObject({ minzoom: 11.7 })
  expect(JSON.stringify(layer('above-ring', { selected: id(2) }))).toContain('["==",["id"],2]')
  expect(layer('above-ring', { community: id(7), selected: id(9) })).toBeUndefined()
})

test('communities are coloured until their grids are, and step back as those do', () => {
  const opacity = (options: Partial<StyleOptions>) => {
    const fill = layer('community-fill', options)
    return fill?.type === 'fill' ? fill.paint?.['fill-opacity'] : undefined
  }
  expect(opacity({})).toEqual(['step', ['zoom'], 0.45, 9, 0.45, 11, 0])
  expect(opacity({ issues: 'heat' })).toEqual(['step', ['zoom'], 0.05, 9, 0.05, 11, 0])
  expect(JSON.stringify(opacity({ community: id(7) }))).toContain('["==",["id"],7]')
  expect(layer('grid-fill')).toMatchObject({ minzoom: 11 })
})

test('households are labelled in the language of the page', () => {
  expect(JSON.stringify(layer('grid-labels'))).toContain(' 户')
  expect(JSON.stringify(layer('grid-labels', { language: 'en' }))).toContain(' hh')
})

test('issues are drawn as points or as heat, never both, and heat mutes the fills', () => {
  expect(layer('issue-points', { issues: 'points' })).toBeDefined()
  expect(layer('issue-heat', { issues: 'points' })).toBeUndefined()
  expect(layer('issue-points', { issues: 'heat' })).toBeUndefined()
  expect(JSON.stringify(layer('grid-fill', { issues: 'heat' }))).not.toContain('0.45')
  expect(layer('issue-points')).toBeUndefined()
})

test('on a raster base map our own roads and water are left out', () => {
  const ids = layersOf({ baseMap: { url: 'https://t/{z}/{x}/{y}', attribution: '' } }).map((one) => one.id)
  expect(ids).toContain('raster')
  expect(ids).not.toContain('roads')
  expect(ids).toContain('grid-border')
})
