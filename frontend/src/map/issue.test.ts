import { expect, test } from 'vitest'
import { issuesOf } from './issue'

const drawn = (id: number, opened: number, more: object = {}) => ({
  id,
  properties: { kind: '06010', status: 'closed', opened, count: 1, ...more },
})

test('a report that two tiles hold is one report, and the newest comes first', () => {
  const issues = issuesOf([drawn(1, 1_700_000_000), drawn(2, 1_800_000_000), drawn(1, 1_700_000_000)])
  expect(issues.map((issue) => issue.id)).toEqual([2, 1])
  expect(issues[1]?.opened.toISOString()).toBe('2023-11-14T22:13:20.000Z')
})

test('a kind goes by its name where a code table has one, by the source’s own word elsewhere', () => {
  const [named, own, none] = issuesOf([
    drawn(1, 30, { kind_zh: '暴露垃圾', kind_en: 'Litter' }),
    drawn(2, 20, { kind: 'THEFT' }),
    { id: 3, properties: { status: 'open', opened: 10 } },
  ])
  expect(named?.kind).toEqual({ zh: '暴露垃圾', en: 'Litter' })
  expect(own?.kind).toEqual({ zh: 'THEFT', en: 'THEFT' })
  expect(none?.kind).toEqual({ zh: '', en: '' })
})

test('a point that stands for several reports is not one of them', () => {
  expect(issuesOf([{ id: 7, properties: { count: 12 } }])).toEqual([])
})
