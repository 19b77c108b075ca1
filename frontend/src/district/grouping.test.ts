import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { Communities, type Community } from '../api/community'
import { byStreet, hasBand, matching } from './grouping'

const golden = new URL('../../../api/testdata/communities.json', import.meta.url)
const { communities } = v.parse(Communities, JSON.parse(readFileSync(golden, 'utf8')))

function like(code: string, name: string, street: string): Community {
  const [first] = communities
  if (!first) throw new Error('the golden file has no community')
  return { ...first, code, name, parents: street ? first.parents.map((p) => ({ ...p, name: street })) : [] }
}

const three = [
  like('003', '江滨社区', '徐碧街道'),
  like('001', '三路社区', '列东街道'),
  like('002', '东乾社区', '列东街道'),
]

test('communities stand under their street, in order of code', () => {
  const groups = byStreet(three).map((group) => [group.street, group.communities.map((c) => c.name)])
  expect(groups).toEqual([
    ['列东街道', ['三路社区', '东乾社区']],
    ['徐碧街道', ['江滨社区']],
  ])
})

test('a community without a street is not lost', () => {
  expect(byStreet([like('9', '孤村', '')])[0]?.street).toBe('')
})

test('a community is found by name, by code and by street, all words together', () => {
  const names = (query: string) => matching(three, query).map((c) => c.name)
  expect(names('江滨')).toEqual(['江滨社区'])
  expect(names('002')).toEqual(['东乾社区'])
  expect(names('列东 三路')).toEqual(['三路社区'])
  expect(names('  ')).toHaveLength(3)
  expect(names('无此')).toEqual([])
})

test('there is a band to be in where it binds a grid: a dedicated one is not counted', () => {
  const [divided, undivided] = communities
  expect(divided?.grids).toBe(4)
  expect(divided?.banded).toBe(3)
  expect(communities.filter(hasBand)).toEqual([divided])
  expect(undivided?.grids).toBe(0)
})
