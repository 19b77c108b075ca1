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
const job = (state: string, done = 0) => ({
  body: {
    id: 3,
    state,
    done,
    of: 10,
    result: state === 'done' ? '/v1/analysis/jobs/3/result' : null,
    why: null,
  },
})

/** A job of the question that a ref holds, in a scope of its own. */
function working() {
  const asked = ref(question)
  const scope = effectScope()
  const work = scope.run(() => useJob(() => asked.value))
  if (!work) throw new Error('the scope has ended')
  return { ...work, asked, end: () => scope.stop() }
}

test('a job is followed to its answer, with how far it is', async () => {
  let looks = 0
  server.routes.set('POST /v1/analysis/scan/jobs', () => job('waiting'))
  server.routes.set('GET /v1/analysis/jobs/3', () => (++looks === 1 ? job('running', 4) : job('done', 10)))
  server.routes.set('GET /v1/analysis/jobs/3/result', () => ({ body: { provenance } }))
  const { state, begin, end } = working()
  await begin()
  expect(server.asked[0]?.path).toBe('/v1/analysis/scan/jobs?area=7')
  expect(state.value).toMatchObject({ phase: 'open', job: { state: 'waiting' } })
  await vi.advanceTimersByTimeAsync(1000)
  expect(state.value).toMatchObject({ phase: 'open', job: { done: 4, of: 10 } })
  await vi.advanceTimersByTimeAsync(1000)
  expect(state.value).toMatchObject({ phase: 'done', answer: { provenance: { what: 'scan' } } })
  end()
})

test('a job that is cancelled is cancelled at the server, and looked at no more', async () => {
  server.routes.set('POST /v1/analysis/scan/jobs', () => job('running'))
  server.routes.set('DELETE /v1/analysis/jobs/3', () => ({ status: 204 }))
  const { state, failure, begin, cancel, end } = working()
  await begin()
  await cancel()
  await vi.advanceTimersByTimeAsync(5000)
  expect(server.asked.map(({ method }) => method)).toEqual(['POST', 'DELETE'])
  expect([state.value.phase, failure.value]).toEqual(['idle', null])
  end()
})

test('another question leaves the job of the one before, and what fails is told', async () => {
  server.routes.set('POST /v1/analysis/scan/jobs', () => job('running'))
  const { state, failure, asked, begin, end } = working()
  await begin()
  asked.value = `${question}&kind=06`
  await nextTick()
  expect(state.value.phase).toBe('idle')
  await vi.advanceTimersByTimeAsync(5000)
  expect(server.asked).toHaveLength(1)
  server.routes.clear()
  await begin()
  expect(failure.value).toMatchObject({ kind: 'problem', status: 404 })
  end()
})
