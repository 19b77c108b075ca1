import * as v from 'valibot'
import { act, actFor, ask } from './client'
import { NamedArea, Role } from './session'
import type { AreaId } from './shapes'

/** What a program signs itself with. */
export const Token = v.object({
  id: v.number(),
  name: v.string(),
  role: Role,
  area: v.nullable(NamedArea), // null: the whole district
  created_at: v.string(),
  created_by: v.object({ id: v.number(), name: v.string() }),
  expires_at: v.string(),
  last_used: v.nullable(v.string()), // a day
  revoked: v.boolean(),
})
export type Token = v.InferOutput<typeof Token>

const Tokens = v.object({ tokens: v.array(Token) })

export async function fetchTokens(signal?: AbortSignal): Promise<Token[]> {
  return (await ask('/v1/tokens', Tokens, signal)).tokens
}

export type NewToken = { name: string; role: Role; area: AreaId | null; expires_at: string }

const Made = v.object({ token: Token, secret: v.string() })

/** Makes a token; its secret is told this once. */
export function makeToken(token: NewToken): Promise<v.InferOutput<typeof Made>> {
  return actFor({ method: 'POST', path: '/v1/tokens', body: token }, Made)
}

export function revokeToken(id: number): Promise<void> {
  return act({ method: 'DELETE', path: `/v1/tokens/${id}` })
}
