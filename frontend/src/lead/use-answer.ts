import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { Failure } from '../api/client'
import { useConnection } from '../shell/connection'
import { failureOf } from '../shell/loaded'
import { keptAnswers } from './kept-answers'

export type Asking<T> = {
  /** The newest answer that came; while the next is awaited, still the one before. */
  value: Readonly<Ref<T | null>>
  failure: ShallowRef<Failure | null>
  /** Whether an answer is awaited, so that what is shown may be of another question. */
  busy: ComputedRef<boolean>
  reload: () => void
}

/**
 * Asks whatever address stands, again when it or the data change; null: nothing. A question that is
 * superseded is given up. The answer before stays until the next one is there, so that a map is not
 * blank in between. What was asked a moment ago and has not changed since is there at once.
 */
export function useAnswer<T>(
  path: () => string | null,
  load: (path: string, signal: AbortSignal) => Promise<T>,
): Asking<T> {
  const connection = useConnection()
  const value = shallowRef<T | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const running = shallowRef<AbortController | null>(null)
  const kept = keptAnswers<T>()

  async function ask(): Promise<void> {
    running.value?.abort()
    running.value = null
    const asked = path()
    const known = asked === null ? null : kept.get(asked)
    if (asked === null || known !== undefined) {
      value.value = known ?? null
      failure.value = null
      return
    }
    const mine = (running.value = new AbortController())
    try {
      const answer = await load(asked, mine.signal)
      if (mine.signal.aborted) return
      kept.put(asked, answer)
      value.value = answer
      failure.value = null
    } catch (error) {
      if (mine.signal.aborted) return
      value.value = null
      failure.value = failureOf(error)
    }
    if (running.value === mine) running.value = null
  }

  function anew(): void {
    kept.clear()
    void ask()
  }

  watch(path, () => void ask(), { immediate: true })
  watch(() => connection.generation, anew)
  onScopeDispose(() => running.value?.abort())
  return { value, failure, busy: computed(() => running.value !== null), reload: anew }
}
