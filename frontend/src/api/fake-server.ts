import { afterEach, beforeEach, vi } from 'vitest'

/** What is asked of the fake server. */
export type Asked = { method: string; path: string; body: unknown; headers: Headers }
export type Answer = { status?: number; body?: unknown; headers?: Record<string, string> }

/**
 * Stands in for the server in tests: answers what its routes say, keeps what it was asked, and refuses
 * the rest with 404. Routes are `METHOD /path`, without the query.
 */
export function useFakeServer(): { routes: Map<string, (asked: Asked) => Answer>; asked: Asked[] } {
  const server = { routes: new Map<string, (asked: Asked) => Answer>(), asked: new Array<Asked>() }
  beforeEach(() => {
    server.routes.clear()
    server.asked.length = 0
    vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => {
      const method = init.method ?? 'GET'
      const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : null
      const asked = { method, path, body, headers: new Headers(init.headers) }
      server.asked.push(asked)
      const route = server.routes.get(`${method} ${path.split('?')[0]}`)
      const { status = 200, body: said, headers } = route?.(asked) ?? { status: 404 }
      const text = said === undefined ? null : JSON.stringify(said)
      return Promise.resolve(new Response(text, { status, ...(headers ? { headers } : {}) }))
    })
  })
  afterEach(() => vi.unstubAllGlobals())
  return server
}
