import { expect, test } from 'vitest'
import { changesBetween, plainValue } from './diff'

test('fields that changed, came and went are told apart from those that stayed', () => {
  const before = { name: 'wang', full_name: '王芳', email: 'a@example.org' }
  const after = { name: 'wang', full_name: '王方', disabled: true }
  expect(changesBetween(before, after)).toEqual([
    { path: 'name', before: 'wang', after: 'wang', change: 'same' },
    { path: 'full_name', before: '王芳', after: '王方', change: 'changed' },
    { path: 'email', before: 'a@example.org', after: undefined, change: 'removed' },
    { path: 'disabled', before: undefined, after: true, change: 'added' },
  ])
})

test('what is made was not there before, what is removed is not there after', () => {
  expect(changesBetween(null, { role: 'planner' })).toEqual([
    { path: 'role', before: undefined, after: 'planner', change: 'added' },
  ])
  expect(changesBetween({ role: 'planner' }, null)[0]?.change).toBe('removed')
  expect(changesBetween(null, null)).toEqual([])
  expect(changesBetween(undefined, undefined)).toEqual([])
})

test('objects are taken apart, and lists of objects; a list of words is one value', () => {
  const changes = changesBetween(
    { name: { zh: '甲', en: 'A' }, tags: ['x'] },
    { name: { zh: '乙', en: 'A' }, tags: ['x', 'y'], posts: [{ id: 1 }, { id: 2 }] },
  )
  expect(changes.filter(({ change }) => change !== 'same').map(({ path }) => path)).toEqual([
    'name.zh',
    'tags',
    'posts.1.id',
    'posts.2.id',
  ])
})

test('a field that holds nothing is not one that is missing', () => {
  expect(changesBetween({ until: null }, { until: '2027-01-01' })[0]?.change).toBe('changed')
  expect(changesBetween({ until: null }, {})[0]?.change).toBe('removed')
})

test('a value is shown as it is written', () => {
  expect(plainValue(['a', 2])).toBe('a, 2')
  expect(plainValue(12.5)).toBe('12.5')
  expect(plainValue('<b>')).toBe('<b>')
  expect(plainValue({})).toBe('{}')
})
