import { expect, test } from 'vitest'
import type { Settings } from '../api/settings'
import { changesOf, countChanges, formOf } from './changes'

const post = (id: number, notice: boolean) => ({
  id,
  level: { key: 'grid', name: { zh: '网格', en: 'Grid' }, profile: '' },
  key: `post-${id}`,
  name: { zh: '管理员', en: 'Manager' },
  notice,
})
const settings: Settings = {
  name: { zh: '梅列区', en: 'Meilie' },
  time_zone: 'Asia/Shanghai',
  attribution: '',
  base_map: null,
  visibility: 'grids',
  posts: [post(1, true), post(2, true), post(3, false)],
}

test('a form that was only looked at changes nothing, spaces at its ends included', () => {
  const form = formOf(settings)
  expect(changesOf(settings, form)).toEqual({})
  expect(changesOf(settings, { ...form, nameZh: ' 梅列区 ', baseMapUrl: 'https://half.typed' })).toEqual({})
})

test('only what is another way is sent', () => {
  const form = formOf(settings)
  const change = changesOf(settings, {
    ...form,
    nameEn: 'Meilie District',
    visibility: 'nothing',
    notices: { 1: true, 2: false, 3: true },
  })
  expect(change).toEqual({
    name: { zh: '梅列区', en: 'Meilie District' },
    visibility: 'nothing',
    posts: [
      { id: 2, notice: false },
      { id: 3, notice: true },
    ],
  })
  expect(countChanges(change)).toBe(4)
  expect(countChanges({})).toBe(0)
})

test('a base map is added, changed and taken away as one', () => {
  const url = 'https://tiles.example/{z}/{x}/{y}.png'
  const form = { ...formOf(settings), hasBaseMap: true, baseMapUrl: url, baseMapAttribution: '© Example' }
  const baseMap = { url, attribution: '© Example' }
  expect(changesOf(settings, form)).toEqual({ base_map: baseMap })
  const mapped = { ...settings, base_map: baseMap }
  expect(changesOf(mapped, formOf(mapped))).toEqual({})
  expect(changesOf(mapped, { ...formOf(mapped), hasBaseMap: false })).toEqual({ base_map: null })
})
