import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { fetchAnswer, type Answer } from '../api/analysis'
import { addJob, cancelJob, fetchJob, type Job } from '../api/analysis-job'
import type { Failure } from '../api/client'
import type { Text } from '../api/shapes'
import { failureOf } from '../shell/loaded'

/** How far a question in the background has come. */
export type Working =
  | { phase: 'idle' }
  | { phase: 'open'; job: Job }
  | { phase: 'done'; answer: Answer }
  | { phase: 'failed'; why: Text | null }

/** How long to wait before a job is looked at again, milliseconds. */
const pause = 1000

/**
 * Asks a question in the background when it is begun, and follows it to its end. Another question begins
 * anew; the job before goes on at the server, where asking the same again finds it.
 */
export function useJob(question: () => string | null) {
  const state = shallowRef<Working>({ phase: 'idle' })
  const failure = shallowRef<Failure | null>(null)
  const busy = ref(false)
  let following = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined

  function leave(): void {
    clearTimeout(timer)
    following.abort()
    following = new AbortController()
    busy.value = false
    failure.value = null
    state.value = { phase: 'idle' }
  }

  /** Asks for a job, or how far it is, and goes on from there. */
  async function ask(job: () => Promise<Job>): Promise<void> {
    const { signal } = following
    busy.value = true
    try {
      const next = await stateOf(await job(), signal)
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

  const look = ({ id }: Job) => ask(() => fetchJob(id, following.signal))

  async function begin(): Promise<void> {
    const asked = question()
    if (asked === null) return
    leave()
    await ask(() => addJob(asked))
  }

  async function cancel(): Promise<void> {
    if (state.value.phase !== 'open') return
    const { id } = state.value.job
    leave()
    try {
      await cancelJob(id)
    } catch (error) {
      failure.value = failureOf(error)
    }
  }

  watch(question, leave)
  onScopeDispose(leave)
  return { state, busy, failure, begin, cancel }
}

/** What a job stands for: its answer, where it has one. */
async function stateOf(job: Job, signal: AbortSignal): Promise<Working> {
  switch (job.state) {
    case 'done':
      return job.result === null
        ? { phase: 'failed', why: null }
        : { phase: 'done', answer: await fetchAnswer(job.result, signal) }
    case 'failed':
      return { phase: 'failed', why: job.why }
    case 'cancelled':
      return { phase: 'idle' }
    default:
      return { phase: 'open', job }
  }
}
