import { addJob, cancelJob, fetchJob } from '../api/analysis-job'
import { isProblem } from '../api/client'
import { failureOf } from '../shell/loaded'

type Load<T> = (path: string, signal: AbortSignal) => Promise<T>

/** How long to wait before a job is looked at again, milliseconds. */
const pause = 1000

/**
 * Asks a question, and where the server refuses to have anybody wait for the answer, asks it in the background and
 * reads the result when it is there. Who gives up cancels it.
 */
export function patiently<T>(load: Load<T>): Load<T> {
  return async (path, signal) => {
    try {
      return await load(path, signal)
    } catch (error) {
      if (!isProblem(failureOf(error), 'ask-as-job')) throw error
      return load(await resultOf(path, signal), signal)
    }
  }
}

/** Where the result of a question is, once it has been answered in the background. */
async function resultOf(path: string, signal: AbortSignal): Promise<string> {
  let job = await addJob(path)
  const cancel = () => void cancelJob(job.id).catch(() => undefined) // it ends by itself
  signal.addEventListener('abort', cancel)
  try {
    while (job.state === 'waiting' || job.state === 'running') {
      await new Promise((wake) => setTimeout(wake, pause))
      signal.throwIfAborted()
      job = await fetchJob(job.id, signal)
    }
  } finally {
    signal.removeEventListener('abort', cancel)
  }
  // Without a result the question is asked once more, and the refusal told.
  return job.result ?? path
}
