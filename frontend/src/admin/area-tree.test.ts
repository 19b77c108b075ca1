import * as v from 'valibot'
import { expect, test } from 'vitest'
import type { Community } from '../api/community'
import type { Grant } from '../api/session'
import { AreaId, type LonLat } from '../api/shapes'
import { areaTree, foundAreas, matchingAreas, rolesToGive, within } from './area-tree'

const id = (n: number) => v.parse(AreaId, n)

/** A community in a street, in the district 1. */
function community(n: number, name: string, street: { id: number; name: string }): Community {
  return {
    id: id(n),
    code: `3504020${n}`,
    name,
    parents: [
      { id: id(1), code: '350402', name: '梅列区', level: 'district' },
      { id: id(street.id), code: `350402${street.id}`, name: street.name, level: 'street' },
    ],
    bounds: [0, 0, 1, 1],
    label: [0, 0],
    grids: 3,
    households: 900,
    banded: 3,
    in_band: 3,
    profile: '',
    edition: { number: 1, from: '2026-01-01', title: '' },
  }
}

const liexi = { id: 2, name: '列西街道' }
const liedong = { id: 3, name: '列东街道' }
const tree = areaTree(
  [community(22, '三路社区', liedong), community(21, '小溪社区', liexi), community(20, '群一社区', liexi)],
  'community',
)
const names = (nodes: readonly { name: string }[]) => nodes.map(({ name }) => name)

test('each area stands after what it lies in, once, by code', () => {
  expect(names(tree)).toEqual(['梅列区', '列西街道', '群一社区', '小溪社区', '列东街道', '三路社区'])
  expect(tree.at(-1)?.chain).toEqual([1, 3, 22])
  expect(tree.at(-1)?.path).toEqual(['梅列区', '列东街道'])
  expect(tree.map(({ level }) => level)).toContain('street')
})

test('an area is found by part of its name or code; a code from its beginning comes first', () => {
  expect(names(matchingAreas(tree, '社区'))).toEqual(['群一社区', '小溪社区', '三路社区'])
  expect(names(matchingAreas(tree, ' 3504023 '))).toEqual(['列东街道'])
  expect(names(matchingAreas(tree, '350402'))[0]).toBe('梅列区')
  expect(matchingAreas(tree, '不在')).toEqual([])
  expect(matchingAreas(tree, '')).toHaveLength(6)
})

test('roles are given where one is administrator now, and below', () => {
  const grant = (role: Grant['role'], area: number | null, in_force = true): Grant => ({
    id: 1,
    role,
    area: area === null ? null : { id: id(area), code: '', name: '', level: '' },
    from: '2026-01-01',
    until: null,
    in_force,
  })
  expect(rolesToGive([grant('administrator', null)])).toBe('everywhere')
  expect(rolesToGive([grant('planner', null), grant('administrator', 3)])).toEqual(new Set([3]))
  expect(rolesToGive([grant('administrator', null, false)])).toEqual(new Set())
  expect(names(within(tree, new Set([id(3)])))).toEqual(['列东街道', '三路社区'])
  expect(within(tree, new Set())).toEqual([])
  expect(within(tree, 'everywhere')).toEqual(tree)
})

test('grids come from the server’s search, under their community, and nothing that is no area', () => {
  const at: LonLat = [0, 0]
  const found = {
    code: 'G1',
    name: '01 网格',
    detail: '',
    at,
    bounds: null,
    community_id: id(22),
  }
  const nodes = foundAreas(
    [
      { ...found, kind: 'grid', id: 77 },
      { ...found, kind: 'community', id: 22 },
      { ...found, kind: 'building', id: 78 },
    ],
    tree,
    'grid',
  )
  expect(nodes).toEqual([
    { id: 77, code: 'G1', name: '01 网格', level: 'grid', chain: [1, 3, 22, 77], path: ['梅列区', '列东街道', '三路社区'] },
  ]) // prettier-ignore
})
