import type { Token } from '../api/tokens'

export type TokenState = 'valid' | 'expired' | 'revoked'

/** What a token is worth at a moment. */
export function tokenState(token: Pick<Token, 'revoked' | 'expires_at'>, now: Date): TokenState {
  if (token.revoked) return 'revoked'
  return new Date(token.expires_at) <= now ? 'expired' : 'valid'
}

/** Those that count first, and in each part the newest first. */
export function inOrder(tokens: readonly Token[], now: Date): Token[] {
  const rank = (token: Token) => (tokenState(token, now) === 'valid' ? 0 : 1)
  return [...tokens].sort((a, b) => rank(a) - rank(b) || b.created_at.localeCompare(a.created_at))
}
