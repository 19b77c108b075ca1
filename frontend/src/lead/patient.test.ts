// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fetchAnswer } from '../api/analysis'
import { useFakeServer } from '../api/fake-server'
import { patiently } from './patient'

const server = useFakeServer()
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const question = '/v1/analysis/change?area=7'
const provenance = { what: 'change', area: null, from: '2025-11-27', until: '2026-11-22', days: 360 }
const job = (state: string) => ({
  id: 3,
  state,
  done: 0,
  of: 0,
  result: state === 'done' ? '/v1/analysis/jobs/3/result' : null,
  why: null,
  ended_at: null,
})
const refuse = (type: string) =>
  server.routes.set('GET /v1/analysis/change', () => ({
    status: 422,
    body: { type: `/problems/${type}`, title: 'no', status: 422, detail: 'no' },
  }))
const asked = () => server.asked.map(({ method, path }) => `${method} ${path}`)

test('what takes too long to wait for is asked in the background', async () => {
  let looks = 0
  refuse('ask-as-job')
  server.routes.set('POST /v1/analysis/change/jobs', () => ({ body: job('waiting') }))
  server.routes.set('GET /v1/analysis/jobs/3', () => ({ body: job(++looks < 2 ? 'running' : 'done') }))
  server.routes.set('GET /v1/analysis/jobs/3/result', () => ({ body: { provenance } }))
  const answer = patiently(fetchAnswer)(question, new AbortController().signal)
  await vi.advanceTimersByTimeAsync(2000)
  expect((await answer).provenance.what).toBe('change')
  expect(asked()).toContain('POST /v1/analysis/change/jobs?area=7')
})

test('who gives up cancels what goes on in the background', async () => {
  refuse('ask-as-job')
  server.routes.set('POST /v1/analysis/change/jobs', () => ({ body: job('running') }))
  server.routes.set('GET /v1/analysis/jobs/3', () => ({ body: job('running') }))
  server.routes.set('DELETE /v1/analysis/jobs/3', () => ({ status: 204 }))
  const giving = new AbortController()
  const answer = patiently(fetchAnswer)(question, giving.signal).catch(() => 'given up')
  await vi.advanceTimersByTimeAsync(500)
  giving.abort()
  await vi.advanceTimersByTimeAsync(1000)
  expect(await answer).toBe('given up')
  expect(asked()).toContain('DELETE /v1/analysis/jobs/3')
})

test('what cannot be tested is not asked again', async () => {
  refuse('not-testable')
  await expect(patiently(fetchAnswer)(question, new AbortController().signal)).rejects.toThrow()
  expect(asked()).toEqual([`GET ${question}`])
})
