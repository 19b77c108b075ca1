// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { useFakeServer } from '../api/fake-server'
import { useJob } from './use-job'

const server = useFakeServer()
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const question = '/v1/analysis/scan?area=7'
const provenance = { what: 'scan', area: null, from: '2025-11-27', until: '2026-11-22', days: 360 }
const job = (state: string, id = 3, done = 0) => ({
  id,
  state,
  done,
  of: 10,
  result: state === 'done' ? `/v1/analysis/jobs/${id}/result` : null,
  why: null,
  ended_at: state === 'done' ? '2026-11-22T08:00:00Z' : null,
})
/** The server knows these jobs of the question, the newest first. */
const kept = (...jobs: ReturnType<typeof job>[]) =>
  server.routes.set('GET /v1/analysis/scan/jobs', () => ({ body: { jobs } }))
beforeEach(() => void kept())

/** A job of the question that a ref holds, in a scope of its own, after what was kept has been looked for. */
async function working() {
  const asked = ref(question)
  const scope = effectScope()
  const work = scope.run(() => useJob(() => asked.value))
  if (!work) throw new Error('the scope has ended')
  await vi.advanceTimersByTimeAsync(0)
  return { ...work, asked, end: () => scope.stop() }
}

test('a job is followed to its answer, with how far it is', async () => {
  let looks = 0
  server.routes.set('POST /v1/analysis/scan/jobs', () => ({ body: job('waiting') }))
  server.routes.set('GET /v1/analysis/jobs/3', () => ({
    body: ++looks === 1 ? job('running', 3, 4) : job('done', 3, 10),
  }))
  server.routes.set('GET /v1/analysis/jobs/3/result', () => ({ body: { provenance } }))
  const { state, begin, end } = await working()
  await begin()
  expect(server.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /v1/analysis/scan/jobs?area=7',
    'POST /v1/analysis/scan/jobs?area=7',
  ])
  expect(state.value).toMatchObject({ phase: 'open', job: { state: 'waiting' } })
  await vi.advanceTimersByTimeAsync(1000)
  expect(state.value).toMatchObject({ phase: 'open', job: { done: 4, of: 10 } })
  await vi.advanceTimersByTimeAsync(1000)
  expect(state.value).toMatchObject({ phase: 'done', answer: { provenance: { what: 'scan' } } })
  end()
})

test('a result that is kept is found again with its date, and asking anew says that nothing has changed', async () => {
  kept(job('cancelled', 5), job('done', 4), job('done', 3))
  server.routes.set('GET /v1/analysis/jobs/4/result', () => ({ body: { provenance } }))
  const { state, unchanged, begin, end } = await working()
  expect(state.value).toMatchObject({ phase: 'done', job: { id: 4, ended_at: '2026-11-22T08:00:00Z' } })
  expect(unchanged.value).toBe(false)
  server.routes.set('POST /v1/analysis/scan/jobs', () => ({ body: job('done', 4) }))
  await begin()
  expect([state.value.phase, unchanged.value]).toEqual(['done', true])
  server.routes.set('POST /v1/analysis/scan/jobs', () => ({ body: job('done', 6) }))
  server.routes.set('GET /v1/analysis/jobs/6/result', () => ({ body: { provenance } }))
  await begin()
  expect([state.value, unchanged.value]).toMatchObject([{ job: { id: 6 } }, false])
  end()
})

test('a job that was begun before and still runs is followed', async () => {
  kept(job('running', 8, 2))
  server.routes.set('GET /v1/analysis/jobs/8', () => ({ body: job('done', 8, 10) }))
  server.routes.set('GET /v1/analysis/jobs/8/result', () => ({ body: { provenance } }))
  const { state, end } = await working()
  expect(state.value).toMatchObject({ phase: 'open', job: { done: 2 } })
  await vi.advanceTimersByTimeAsync(1000)
  expect(state.value.phase).toBe('done')
  end()
})

test('a job that is cancelled is cancelled at the server, and looked at no more', async () => {
  server.routes.set('POST /v1/analysis/scan/jobs', () => ({ body: job('running') }))
  server.routes.set('DELETE /v1/analysis/jobs/3', () => ({ status: 204 }))
  const { state, failure, begin, cancel, end } = await working()
  await begin()
  kept(job('cancelled'))
  await cancel()
  await vi.advanceTimersByTimeAsync(5000)
  expect(server.asked.map(({ method }) => method)).toEqual(['GET', 'POST', 'DELETE', 'GET'])
  expect([state.value.phase, failure.value]).toEqual(['idle', null])
  end()
})

test('another question leaves the job of the one before, and what fails is told', async () => {
  server.routes.set('POST /v1/analysis/scan/jobs', () => ({ body: job('running') }))
  const { state, failure, asked, begin, end } = await working()
  await begin()
  asked.value = `${question}&kind=06`
  await nextTick()
  expect(state.value.phase).toBe('idle')
  await vi.advanceTimersByTimeAsync(5000)
  expect(server.asked.map(({ path }) => path).at(-1)).toBe('/v1/analysis/scan/jobs?area=7&kind=06')
  expect(server.asked).toHaveLength(3)
  server.routes.clear()
  await begin()
  expect(failure.value).toMatchObject({ kind: 'problem', status: 404 })
  end()
})
