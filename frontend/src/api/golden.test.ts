import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { AreaCard } from './area'
import { problemOf } from './client'
import { Communities, CommunityGrids } from './community'
import { District } from './district'
import { Entries } from './audit'
import { LocateAnswer } from './locate'
import { People, Person } from './people'
import { PrivatePhone } from './phones'
import { SearchAnswer } from './search'
import { Grant, OpenSession, Session } from './session'
import { Settings } from './settings'
import { Token } from './tokens'

/** The answers that the server's own tests hold it to. */
function golden(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../api/testdata/${name}.json`, import.meta.url), 'utf8'))
}

describe('answers of the server are understood', () => {
  test.each([
    ['district', District],
    ['communities', Communities],
    ['communities_before', Communities],
    ['grids', CommunityGrids],
    ['grids_none', CommunityGrids],
    ['area', AreaCard],
    ['area_dedicated', AreaCard],
    ['area_street', AreaCard],
    ['search', SearchAnswer],
    ['search_one', SearchAnswer],
    ['locate_inside', LocateAnswer],
    ['locate_border', LocateAnswer],
    ['locate_candidates', LocateAnswer],
    ['locate_nearest', LocateAnswer],
    ['locate_none', LocateAnswer],
    ['locate_gcj02', LocateAnswer],
    ['session_visitor', Session],
    ['session_person', Session],
    ['session_administrator', Session],
    ['my_sessions', v.object({ sessions: v.array(OpenSession) })],
    ['people', People],
    ['person', Person],
    ['person_added', v.object({ person: Person, password: v.string() })],
    ['grant_added', Grant],
    ['grant_whole', Grant],
    ['tokens', v.object({ tokens: v.array(Token) })],
    ['token_made', v.object({ token: Token, secret: v.string() })],
    ['settings', Settings],
    ['phones', v.object({ holders: v.array(PrivatePhone) })],
    ['audit', Entries],
  ])('%s', (name, schema) => {
    expect(v.safeParse(schema, golden(name)).issues).toBeUndefined()
  })
})

test('a card keeps who holds a post and which post is vacant', () => {
  const grid = v.parse(AreaCard, golden('area')).chain.at(-1)
  expect(grid?.posts[0]?.holders[0]?.name).toBe('王芳')
  expect(grid?.posts[0]?.holders[0]?.phone).toBe('')
  const community = v.parse(AreaCard, golden('area')).chain.at(-2)
  expect(community?.posts[0]?.holders).toEqual([])
})

test('a missing figure is refused, not taken for zero', () => {
  const answer = golden('grids')
  expect(v.safeParse(CommunityGrids, answer).success).toBe(true)
  expect(
    v.safeParse(CommunityGrids, { ...v.parse(v.looseObject({}), answer), grids: [{ id: 4 }] }).success,
  ).toBe(false)
})

test('a problem keeps its words; a busy or absent server is told apart', () => {
  expect(problemOf(404, golden('problem_no_area'))).toEqual({
    kind: 'problem',
    status: 404,
    type: '/problems/no-such-area',
    title: 'No such area',
    detail: 'There is no area 99 on that day.',
    fields: [],
    retry: null,
  })
  expect(problemOf(503, null)).toEqual({ kind: 'not-ready' })
  expect(problemOf(503, { type: '/problems/not-ready' })).toEqual({ kind: 'not-ready' })
  expect(problemOf(503, { type: '/problems/busy' }, 5)).toMatchObject({ kind: 'problem', retry: 5 })
  expect(problemOf(502, '<html>')).toEqual({ kind: 'unreachable' })
  expect(problemOf(400, '<html>')).toEqual({
    kind: 'problem',
    status: 400,
    type: '',
    title: '',
    detail: '',
    fields: [],
    retry: null,
  })
})
