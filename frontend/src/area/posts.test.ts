import { expect, test } from 'vitest'
import { dialling, initial, vacantPosts } from './posts'

const post = (holders: number) => ({
  key: 'manager',
  name: { zh: '网格管理员', en: 'Grid manager' },
  first: false,
  holders: Array.from({ length: holders }, () => ({ name: '陈志强', phone: '', duty: '', since: '' })),
})

test('a post is vacant when nobody holds it', () => {
  expect(vacantPosts([post(1), post(0), post(2), post(0)])).toBe(2)
  expect(vacantPosts([])).toBe(0)
})

test('a phone is dialled without its dashes and blanks', () => {
  expect(dialling('0598-822 0101')).toBe('tel:05988220101')
  expect(dialling('+86 (598) 822')).toBe('tel:+86598822')
})

test('the mark beside a name is its surname, or initials', () => {
  expect(initial('陈志强')).toBe('陈')
  expect(initial('Ada Lovelace')).toBe('AL')
})
