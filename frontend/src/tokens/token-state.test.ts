import { expect, test } from 'vitest'
import type { Token } from '../api/tokens'
import { inOrder, tokenState } from './token-state'

const now = new Date('2026-11-22T00:00:00Z')
const token = (id: number, expires_at: string, revoked = false): Token => ({
  id,
  name: `令牌 ${id}`,
  role: 'viewer',
  area: null,
  created_at: `2026-01-0${id}T00:00:00Z`,
  created_by: { id: 1, name: 'admin' },
  expires_at,
  last_used: null,
  revoked,
})

test('a token counts until the moment it expires, and not once it is revoked', () => {
  expect(tokenState(token(1, '2026-11-22T00:00:01Z'), now)).toBe('valid')
  expect(tokenState(token(1, '2026-11-22T00:00:00Z'), now)).toBe('expired')
  expect(tokenState(token(1, '2027-01-01T00:00:00Z', true), now)).toBe('revoked')
})

test('tokens that count stand first, the newest of them at the top', () => {
  const tokens = [
    token(1, '2027-01-01T00:00:00Z'),
    token(2, '2026-01-02T00:00:00Z'),
    token(3, '2027-01-01T00:00:00Z', true),
    token(4, '2027-01-01T00:00:00Z'),
  ]
  expect(inOrder(tokens, now).map(({ id }) => id)).toEqual([4, 1, 3, 2])
})
