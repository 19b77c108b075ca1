import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as v from 'valibot'
import { Answer, Lands, type Place } from '../api/analysis'
import { parseTokens } from '../map/tokens'
import { bothEnds, ranked, rankChart, standing } from './charts'
import { classOf, courses, roundBreaks, significance, stepOf } from './classes'
import { verdict } from './compare-words'
import { unfairRows } from './fair'
import { within, withGridsInEnglish } from './grid-names'
import { coursed, inOrder, point, ramp } from './paint'
import { isDrawn, patterns } from './patterns'
import { marksApart } from './marks-apart'
import { reachedLand } from './reach-land'
import { smallMap } from './small-map'
import { spread } from './spread'
import { silentList, unseenGroups } from './unseen'

const tokens = parseTokens(readFileSync(new URL('../tokens.css', import.meta.url), 'utf8'))
const provenance = { what: 'rate', area: null, from: '2026-08-24', until: '2026-11-22', days: 90 }
const answer = (more: object) => v.parse(Answer, { provenance, ...more })
const square = { type: 'Polygon', coordinates: [[[118, 26], [118.001, 26], [118.001, 26.001], [118, 26]]] } // prettier-ignore
const lands = (...places: object[]) =>
  v.parse(Lands, {
    type: 'FeatureCollection',
    provenance,
    features: places.map((properties) => ({ type: 'Feature', geometry: square, properties })),
  })
const spot = (number: number, pattern: string) => ({
  number,
  name: { zh: '市场', en: '' },
  at: [118, 26],
  pattern,
  count: 12,
})

test('an interval says more or less only where it does not hold 1', () => {
  const ratio = (value: number | null, lower: number | null, upper: number | null) =>
    verdict({ name: 'ratio', value, lower, upper, unit: null, words: null })
  expect([
    ratio(1.67, 0.9, 3.17),
    ratio(2, 1.2, 3),
    ratio(0.5, 0.3, 0.9),
    ratio(null, null, null),
    verdict(null),
  ]).toEqual(['ratioSame', 'ratioUp', 'ratioDown', 'ratioFew', 'ratioFew'])
})

test('a value is on the step whose break it has reached, below the first on none', () => {
  expect([9, 10, 49, 50, 1e6].map((value) => stepOf(value, [10, 20, 50, 100, 200, 500]))).toEqual([
    -1, 0, 1, 2, 5,
  ])
  expect(roundBreaks([0, 118])).toHaveLength(6)
  expect(roundBreaks([0])).toEqual([])
})

test('what has no figure is filled and marked apart, what is surely above has a sign beside its colour', () => {
  const { fills, labels } = ramp(
    answer({
      legend: { unit: null, breaks: [10, 20, 50, 100, 200, 500] },
      places: [
        { id: 1, at: [118, 26], rate: null, why: 'few_households' },
        { id: 2, at: [118, 26], rate: 60, class: 'above' },
        { id: 3, at: [118, 26], rate: 4, class: 'within' },
      ],
    }),
    ({ rate }) => rate,
    String,
    tokens,
  )
  expect([...fills.values()]).toEqual([tokens.none, tokens.s3, tokens.panel])
  expect(labels.map(({ properties }) => properties?.label)).toEqual(['–', '60 ▲', '4'])
})

test('every class and every course differs by its pattern where it is on the map, not by its colour alone', () => {
  const hot = significance.filter(({ name }) => name.startsWith('hot'))
  expect(new Set(hot.map(({ pattern }) => pattern)).size).toBe(hot.length)
  expect(new Set(courses.map(({ sign }) => sign)).size).toBe(courses.length)
  const drawn = patterns.map((pattern) =>
    Array.from({ length: 256 }, (_, i) => isDrawn(pattern, i % 16, i >> 4)).join(),
  )
  expect(new Set(drawn).size).toBe(patterns.length)
  expect(classOf({ class: null, why: 'no_households' })?.name).toBe('untestable')
})

test('the map shows the courses that are named, and no place of another one', () => {
  const features = coursed(
    lands({ pattern: 'new' }, { pattern: 'oscillating' }, { pattern: null }, { pattern: 'ended' }),
    tokens,
  )
  expect(features.map(({ properties }) => properties?.fill)).toEqual([tokens.new, tokens.ended])
})

test('hot spots are read as they call for action: new, growing, persistent, cooling, ended', () => {
  const { spots } = answer({
    spots: ['ended', 'persistent', 'new', 'cooling', 'growing'].map((one, i) => spot(i, one)),
  })
  expect(inOrder(spots ?? []).map(({ pattern }) => pattern)).toEqual(courses.map(({ name }) => name))
})

test('grids are told apart only by what the answer calls above or below', () => {
  const places = answer({
    places: [
      { id: 1, rate: 20, lower: 19, upper: 21, class: 'within' },
      { id: 2, rate: 90, lower: 60, upper: 130, class: 'above' },
      { id: 3, rate: null },
    ],
  }).places
  const rows = ranked(places ?? [], ({ id }: Place) => String(id))
  expect(rows.map((row) => [row.name, standing(row)])).toEqual([['2', 'above'], ['1', 'within']]) // prettier-ignore
  const words = { unit: '', whole: '33', left: '…' }
  expect(rankChart(rows, 33, tokens, words).series).toHaveLength(1)
  const many = Array.from({ length: 41 }, (_, i) => rows[i % 2] ?? null).flatMap((row) => row ?? [])
  expect(bothEnds(many).indexOf(null)).toBe(20)
  expect(bothEnds(many.slice(1))).not.toContain(null)
})

test('grids are told that have clearly more work than their share first, and those that have all they need not at all', () => {
  const post = (place: number, band: number, missing: number) => ({
    place,
    band,
    staff: 1,
    by_households: 1 + missing,
    by_grid: 1,
    missing,
  })
  const rows = unfairRows(
    answer({
      places: ['fair', 'fair', 'more', 'fair', 'less', 'more'].map((one, id) => ({
        id,
        class: one,
        count: 60 + id,
        upper: 50,
      })),
      more: {
        posts: [post(0, 0, 0), post(1, 120, 1), post(2, 0, 0), post(3, -40, 0), post(4, 0, 0), post(5, 0, 0)],
      },
    }),
  )
  expect(rows.map(({ place, work, needed }) => [place, work, needed])).toEqual([
    [5, 'more', 1],
    [2, 'more', 1],
    [1, 'fair', 2],
    [3, 'fair', 1],
    [4, 'less', 1],
  ])
})

test('lists stand in groups in a fixed order, and what is silent among them', () => {
  const silence = answer({
    places: [
      { id: 1, name: { zh: '第一网格', en: '' } },
      { id: 2, name: { zh: '第二网格', en: '' } },
    ],
    more: { silent: [{ place: 1, class: { code: '06', name: { zh: '市容环境', en: '' } }, expected: 9 }] },
  })
  const silent = silentList(silence, ({ zh }, expected) => ({ zh: `${zh} ${expected}`, en: '' }))
  expect([silent.count, silent.items?.[0]?.name, silent.items?.[0]?.about?.zh]).toEqual([
    1,
    { zh: '第二网格', en: '' },
    '市容环境 9',
  ])
  const { lists } = answer({
    lists: ['beyond_reach', 'odd', 'vacant_post', 'hole'].map((kind) => ({ kind, count: 1 })),
  })
  expect(
    unseenGroups([...(lists ?? []), silent]).map((group) => group.lists.map(({ kind }) => kind)),
  ).toEqual([['hole'], ['vacant_post', 'silent_grid'], ['beyond_reach', 'odd']])
})

test('a small map is as wide as its paper, with north up', () => {
  const map = smallMap(lands({ id: 7 }), 100)
  expect(map.outlines).toHaveLength(1)
  expect(map.at([118, 26.001])[1]).toBeLessThan(map.at([118, 26])[1])
  expect(map.at([118.001, 26])[0]).toBeCloseTo(100)
  expect(smallMap(lands(), 100).outlines).toEqual([])
})

test('marks stand beside one another where their places are the same, and others stay where they are', () => {
  const put = spread([[0, 0], [0, 0], [100, 0], [2, 3]], 26) // prettier-ignore
  expect(put[2]).toEqual([100, 0])
  for (const [i, a] of put.entries())
    for (const b of put.slice(i + 1))
      expect(Math.hypot(a[0] - b[0], a[1] - b[1])).toBeGreaterThanOrEqual(26 - 1e-3)
  expect(put[0]?.[0]).toBeLessThan(0)
})

test('a mark that had to move has a leg to its place', () => {
  const map = {
    project: ([x, y]: [number, number]) => ({ x: x * 1000, y: -y * 1000 }),
    unproject: ([x, y]: [number, number]) => ({ lng: x / 1000, lat: -y / 1000 }),
  }
  const at = (lng: number, lat: number) => point([lng, lat], {})
  const { marks, legs } = marksApart(map, [at(118, 26), at(118.001, 26), at(119, 26)])
  expect(legs).toHaveLength(2)
  expect(legs[0]?.geometry).toMatchObject({ type: 'LineString', coordinates: [[118, 26], [117.9845, 26]] }) // prettier-ignore
  expect(marks[2]).toEqual(at(119, 26))
})

test('of what can be reached the inside of blocks is no hole, and what lies far from any way is one', () => {
  const square = (west: number, south: number, side: number) => [
    [west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south],
  ] // prettier-ignore
  const outline = [square(118, 26, 0.1), square(118.01, 26.01, 0.002), square(118.05, 26.05, 0.02)]
  const feature = (type: string, coordinates: unknown[], role = 'outline') => ({
    geometry: { type, coordinates },
    properties: { role },
  })
  const features = reachedLand({
    type: 'FeatureCollection',
    features: [
      feature('Polygon', outline),
      feature('MultiPolygon', [outline]),
      feature('Point', [118, 26], 'service'),
    ],
  })
  expect(features).toHaveLength(2)
  for (const { geometry } of features)
    expect(geometry).toEqual({ type: 'Polygon', coordinates: [outline[0], outline[2]] })
})

test('grids that have only a number for a name are told by it in English, and other names stay', () => {
  expect(within('仁和社区', '第五网格')).toBe('仁和社区第五网格')
  expect(within('仁和社区', 'Grid 5')).toBe('仁和社区 Grid 5')
  expect(within('Loop', 'Grid 5')).toBe('Loop Grid 5')
  expect(within('仁和社区', '仁和社区五号')).toBe('仁和社区五号')
  expect(within('', '第五网格')).toBe('第五网格')
  expect(withGridsInEnglish('仁和社区 第五网格')).toBe('仁和社区 Grid 5')
  expect(withGridsInEnglish('东乾新苑社区第十三网格')).toBe('东乾新苑社区 Grid 13')
  expect(withGridsInEnglish('第二十网格 is covered by 张')).toBe('Grid 20 is covered by 张')
  expect(withGridsInEnglish('第一百零五网格, 第7网格')).toBe('Grid 105, Grid 7')
  expect(withGridsInEnglish('第五中学')).toBe('第五中学')
})
