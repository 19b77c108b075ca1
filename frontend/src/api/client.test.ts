// @vitest-environment happy-dom
import * as v from 'valibot'
import { expect, test, vi } from 'vitest'
import { act, actFor, ApiError, ask, askFile, faultOf, isProblem, onSign, type Sign } from './client'
import { useFakeServer } from './fake-server'

const server = useFakeServer()
const anything = v.looseObject({})

/** Why something was refused. */
async function failure(deed: Promise<unknown>) {
  const error = await deed.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof ApiError)) throw new Error(`not refused: ${String(error)}`)
  return error.failure
}

test('a deed is sent as JSON in the page’s language; one without a body has no type', async () => {
  document.documentElement.lang = 'en'
  server.routes.set('POST /v1/people', () => ({ status: 201, body: { id: 1 } }))
  server.routes.set('DELETE /v1/people/1/sessions', () => ({ status: 204 }))
  await actFor({ method: 'POST', path: '/v1/people', body: { name: 'wang' } }, anything)
  await act({ method: 'DELETE', path: '/v1/people/1/sessions' })
  const [post, remove] = server.asked
  expect(post?.body).toEqual({ name: 'wang' })
  expect(post?.headers.get('Content-Type')).toBe('application/json')
  expect(post?.headers.get('Accept-Language')).toBe('en')
  expect(remove?.headers.has('Content-Type')).toBe(false)
})

test('a refusal tells which field is wrong, and how long to wait', async () => {
  server.routes.set('POST /v1/people', () => ({
    status: 400,
    headers: { 'Retry-After': '30' },
    body: {
      type: '/problems/bad-field',
      fields: [{ field: 'email', detail: { zh: '邮箱有误', en: 'No e-mail address' } }],
    },
  }))
  const refused = await failure(act({ method: 'POST', path: '/v1/people', body: {} }))
  expect(isProblem(refused, 'bad-field')).toBe(true)
  expect(refused.kind === 'problem' && refused.retry).toBe(30)
  expect(faultOf(refused, 'email')?.zh).toBe('邮箱有误')
  expect(faultOf(refused, 'name')).toBeNull()
  expect(faultOf(null, 'name')).toBeNull()
})

test('fields in another form than the page knows do not hide the problem', async () => {
  server.routes.set('GET /v1/x', () => ({ status: 400, body: { title: 'Unknown field', fields: ['x'] } }))
  const refused = await failure(ask('/v1/x', anything))
  expect(refused).toMatchObject({ kind: 'problem', title: 'Unknown field', fields: [] })
})

test('only a session that is needed and missing signs out; wrong credentials do not', async () => {
  const signs: Sign[] = []
  const stop = onSign((sign) => signs.push(sign))
  server.routes.set('POST /v1/session', () => ({
    status: 401,
    body: { type: '/problems/wrong-credentials' },
  }))
  server.routes.set('GET /v1/people', () => ({ status: 401, body: { type: '/problems/sign-in-required' } }))
  await failure(act({ method: 'POST', path: '/v1/session', body: {} }))
  expect(signs).toEqual([])
  await failure(ask('/v1/people', anything))
  expect(signs).toEqual([{ kind: 'signed-out' }])
  stop()
})

test('a file is asked for by its type', async () => {
  server.routes.set('GET /v1/audit', () => ({ body: 'id,at' }))
  const file = await askFile('/v1/audit?q=x', 'text/csv')
  expect(await file.text()).toContain('id,at')
  expect(server.asked[0]?.headers.get('Accept')).toBe('text/csv')
})

test('what the server is still preparing is asked for again when it says, and is no lost connection', async () => {
  vi.useFakeTimers()
  const signs: Sign[] = []
  const stop = onSign((sign) => signs.push(sign))
  const busy = {
    status: 503,
    headers: { 'Retry-After': '5' },
    body: { type: '/problems/busy', detail: 'Busy' },
  }
  server.routes.set('GET /v1/analysis/load', () =>
    server.asked.length < 3 ? busy : { body: { there: true } },
  )
  const answer = ask('/v1/analysis/load', anything)
  await vi.advanceTimersByTimeAsync(9_999)
  expect(server.asked).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(1)
  expect(await answer).toEqual({ there: true })
  expect(signs).toEqual([
    { kind: 'waiting', seconds: 5 },
    { kind: 'waiting', seconds: 5 },
  ])
  stop()
  vi.useRealTimers()
})

test('what is asked for again is given up with its question, and after two minutes', async () => {
  vi.useFakeTimers()
  server.routes.set('GET /v1/x', () => ({
    status: 503,
    headers: { 'Retry-After': '50' },
    body: { type: '/problems/busy', detail: 'Busy' },
  }))
  const gone = new AbortController()
  const superseded = ask('/v1/x', anything, gone.signal).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(1)
  gone.abort()
  expect(await superseded).toMatchObject({ name: 'AbortError' })
  const patient = failure(ask('/v1/x', anything))
  await vi.advanceTimersByTimeAsync(120_000)
  expect(await patient).toMatchObject({ kind: 'problem', detail: 'Busy', retry: 50 })
  expect(server.asked).toHaveLength(4)
  vi.useRealTimers()
})
