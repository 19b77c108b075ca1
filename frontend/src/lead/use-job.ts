import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { fetchAnswer, type Answer } from '../api/analysis'
import { addJob, cancelJob, fetchJob, fetchJobs, type Job } from '../api/analysis-job'
import type { Failure } from '../api/client'
import type { Text } from '../api/shapes'
import { failureOf } from '../shell/loaded'

/** How far a question in the background has come. */
export type Working =
  | { phase: 'idle' }
  | { phase: 'open'; job: Job }
  | { phase: 'done'; job: Job; answer: Answer }
  | { phase: 'failed'; why: Text | null }

/** How long to wait before a job is looked at again, milliseconds. */
const pause = 1000

/**
 * Asks a question in the background when it is begun, and follows it to its end. What was begun before with the
 * same question, here or elsewhere, is found again: still open, or with its result. Another question leaves the
 * job of the one before, which goes on at the server.
 */
export function useJob(question: () => string | null) {
  const state = shallowRef<Working>({ phase: 'idle' })
  const failure = shallowRef<Failure | null>(null)
  const busy = ref(false)
  /** Whether asking anew has led to the result that was there: nothing has changed since. */
  const unchanged = ref(false)
  let following = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined

  function leave(): void {
    clearTimeout(timer)
    following.abort()
    following = new AbortController()
    busy.value = false
    unchanged.value = false
    failure.value = null
    state.value = { phase: 'idle' }
  }

  /** Asks for a job, or how far it is, and goes on from there; null: there is none. */
  async function ask(job: (signal: AbortSignal) => Promise<Job | null>): Promise<void> {
    const { signal } = following
    busy.value = true
    try {
      const found = await job(signal)
      const next = found ? await stateOf(found, signal) : state.value
      if (signal.aborted) return
      state.value = next
      if (next.phase === 'open') timer = setTimeout(() => void look(next.job), pause)
    } catch (error) {
      if (signal.aborted) return
      state.value = { phase: 'idle' }
      failure.value = failureOf(error)
    }
    busy.value = false
  }

  const look = ({ id }: Job) => ask((signal) => fetchJob(id, signal))

  /** Looks for what was begun before, the newest that was not cancelled. */
  async function find(): Promise<void> {
    leave()
    const asked = question()
    if (asked === null) return
    await ask(
      async (signal) => (await fetchJobs(asked, signal)).find((job) => job.state !== 'cancelled') ?? null,
    )
  }

  async function begin(): Promise<void> {
    const asked = question()
    if (asked === null) return
    const before = state.value.phase === 'done' ? state.value.job.id : null
    leave()
    await ask(() => addJob(asked))
    unchanged.value = state.value.phase === 'done' && state.value.job.id === before
  }

  async function cancel(): Promise<void> {
    if (state.value.phase !== 'open') return
    const { id } = state.value.job
    leave()
    try {
      await cancelJob(id)
    } catch (error) {
      failure.value = failureOf(error)
      return
    }
    await find()
  }

  watch(question, () => void find(), { immediate: true })
  onScopeDispose(leave)
  return { state, busy, failure, unchanged, begin, cancel }
}

/** What a job stands for: its answer, where it has one. */
async function stateOf(job: Job, signal: AbortSignal): Promise<Working> {
  switch (job.state) {
    case 'done':
      return job.result === null
        ? { phase: 'failed', why: null }
        : { phase: 'done', job, answer: await fetchAnswer(job.result, signal) }
    case 'failed':
      return { phase: 'failed', why: job.why }
    case 'cancelled':
      return { phase: 'idle' }
    default:
      return { phase: 'open', job }
  }
}
