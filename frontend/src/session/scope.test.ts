import * as v from 'valibot'
import { expect, test } from 'vitest'
import type { Grant } from '../api/session'
import { AreaId } from '../api/shapes'
import { covers, phoneRoles } from './scope'

const id = (n: number) => v.parse(AreaId, n)
const grant = (role: Grant['role'], area: number | null, in_force = true): Grant => ({
  id: 1,
  role,
  area: area === null ? null : { id: id(area), code: 'A', name: '列西街道', level: 'street' },
  from: '2026-01-01',
  until: null,
  in_force,
})

// district 1 > street 2 > community 3 > grid 4
const grid = [1, 2, 3, 4].map(id)

test('a role counts in its area and in all under it, and nowhere else', () => {
  expect(covers([grant('planner', 3)], phoneRoles, grid)).toBe(true)
  expect(covers([grant('planner', 4)], phoneRoles, grid.slice(0, 3))).toBe(false)
  expect(covers([grant('planner', 9)], phoneRoles, grid)).toBe(false)
})

test('a role in the whole district counts everywhere; one in an area not in the whole', () => {
  expect(covers([grant('administrator', null)], ['administrator'], grid)).toBe(true)
  expect(covers([grant('administrator', null)], ['administrator'], null)).toBe(true)
  expect(covers([grant('administrator', 2)], ['administrator'], null)).toBe(false)
})

test('another role, or one that is over, does not count', () => {
  expect(covers([grant('viewer', null)], phoneRoles, grid)).toBe(false)
  expect(covers([grant('leader', 2, false)], phoneRoles, grid)).toBe(false)
  expect(covers([], phoneRoles, grid)).toBe(false)
})
