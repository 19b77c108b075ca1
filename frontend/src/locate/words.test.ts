import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { LocateAnswer } from '../api/locate'
import { refusalOf } from './here-store'
import { answerWords } from './words'

function golden(name: string): LocateAnswer {
  const file = new URL(`../../../api/testdata/locate_${name}.json`, import.meta.url)
  return v.parse(LocateAnswer, JSON.parse(readFileSync(file, 'utf8')))
}

test('inside a grid its community and the distance to the border are told', () => {
  expect(answerWords(golden('inside'))).toEqual({
    key: 'inGrid',
    name: '桥头社区 第一网格',
    distance: 0,
    border: 110.87,
  })
})

test('on a border the grid that owns it is told', () => {
  expect(answerWords(golden('border'))).toMatchObject({ key: 'onBorder', border: null })
})

test('outside all grids the nearest one and how far it is', () => {
  expect(answerWords(golden('nearest'))).toMatchObject({ key: 'nearest', name: '第二网格', distance: 47.75 })
})

test('in a community without grids the community is told, elsewhere that it is outside', () => {
  const none = golden('none')
  expect(answerWords(none).key).toBe('none')
  expect(answerWords({ ...none, community: golden('nearest').community })).toMatchObject({
    key: 'noneIn',
    name: '东村',
  })
})

test('the browser’s reasons for giving no position are told apart', () => {
  expect([1, 2, 3, 99].map(refusalOf)).toEqual(['denied', 'unavailable', 'timeout', 'unavailable'])
})
