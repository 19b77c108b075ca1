import { expect, test } from 'vitest'
import { dialling, hidesPhones, initial, vacantPosts, withPhones } from './posts'

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

test('a private phone stands beside its holder only, and never in place of a public one', () => {
  const [manager, police] = [post(2), { ...post(1), key: 'police' }]
  const [first, second] = manager.holders
  if (first) first.name = '王芳'
  if (second) second.phone = '0598-8220101'
  const phone = (key: string, name: string) => ({
    post: { key, name: { zh: '', en: '' } },
    name,
    phone: '13800000000',
  })
  const told = withPhones([manager, police], [phone('manager', '王芳'), phone('manager', '陈志强')])
  expect(told[0]?.holders.map((one) => one.phone)).toEqual(['13800000000', '0598-8220101'])
  expect(told[1]?.holders[0]?.phone).toBe('')
  expect(manager.holders[0]?.phone).toBe('')
})

test('phones are hidden where a holder has none that is public', () => {
  expect(hidesPhones([post(1)])).toBe(true)
  expect(hidesPhones([post(0)])).toBe(false)
})
