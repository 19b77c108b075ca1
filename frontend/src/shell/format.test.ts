import { describe, expect, test } from 'vitest'
import {
  formatCount,
  formatDay,
  formatMetres,
  formatMoment,
  formatShort,
  formatSquareMetres,
  inLanguage,
  shortName,
} from './format'

test('a name missing in one language is shown in the other', () => {
  expect(inLanguage({ zh: '网格', en: 'Grid' }, 'en')).toBe('Grid')
  expect(inLanguage({ zh: '网格', en: '' }, 'en')).toBe('网格')
  expect(inLanguage({ zh: '', en: 'Grid' }, 'zh-CN')).toBe('Grid')
})

test('counts have separators', () => {
  expect(formatCount(35054, 'zh-CN')).toBe('35,054')
})

test('counts with little room are told in thousands or in 万', () => {
  expect(formatShort(15_000, 'en')).toBe('15K')
  expect(formatShort(15_000, 'zh-CN')).toBe('1.5万')
  expect(formatShort(600, 'zh-CN')).toBe('600')
})

test('a moment is told by the clocks of the district, wherever the reader is', () => {
  const moment = new Date('2026-07-01T16:30:00Z')
  expect(formatMoment(moment, 'Asia/Shanghai', 'zh-CN')).toBe('2026年7月2日 00:30')
  expect(formatMoment(moment, 'Asia/Shanghai', 'en')).toMatch(/^Jul 2, 2026, 12:30\sAM$/)
})

describe('days', () => {
  test('are written out in the language of the page', () => {
    expect(formatDay('2026-07-01', 'zh-CN')).toBe('2026年7月1日')
    expect(formatDay('2026-07-01', 'en')).toBe('Jul 1, 2026')
  })
  test('that are none stay as they came', () => {
    expect(formatDay('soon', 'en')).toBe('soon')
    expect(formatDay('2026-13-40', 'en')).toBe('2026-13-40')
  })
})

test.each([
  [0.4, '0 米', '0 m'],
  [11.4, '11 米', '11 m'],
  [244, '240 米', '240 m'],
  [1260, '1.3 公里', '1.3 km'],
])('%d metres are told no finer than they are worth', (metres, zh, en) => {
  expect(formatMetres(metres, 'zh-CN')).toBe(zh)
  expect(formatMetres(metres, 'en')).toBe(en)
})

test.each([
  [4200, '4,200 平方米', '4,200 m²'],
  [84213.4, '8.42 公顷', '8.42 ha'],
  [269700, '27 公顷', '27 ha'],
  [3_260_000, '3.26 平方公里', '3.26 km²'],
])('%d square metres get the unit that fits', (area, zh, en) => {
  expect(formatSquareMetres(area, 'zh-CN')).toBe(zh)
  expect(formatSquareMetres(area, 'en')).toBe(en)
})

test.each([
  ['第 12 网格', '350403001001003', '12'],
  ['第 03 网格', '350403001001003', '3'],
  ['3 小区 07 网格', 'x', '7'],
  ['第一网格', '310101001001001', '1'],
  ['第一网格', 'G-0120', '120'],
  ['中央公园', 'PARK', 'PARK'],
  ['零号', '000', '0'],
])('%s with the code %s goes by %s', (name, code, short) => {
  expect(shortName(name, code)).toBe(short)
})
