import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { ApiError, type Failure } from '../api/client'
import { useConnection } from './connection'

/** Something asked of the server, as far as it has come. */
export type Loaded<T> =
  { phase: 'loading' } | { phase: 'ready'; value: T } | { phase: 'failed'; failure: Failure }

/** What went wrong, for anything that was thrown. */
export function failureOf(error: unknown): Failure {
  return error instanceof ApiError ? error.failure : { kind: 'malformed' }
}

export type Loading<T> = { state: ShallowRef<Loaded<T>>; reload: () => void }

/**
 * Loads what key names, again whenever the key changes, the data changes or the connection comes
 * back. A change of key shows "loading"; a fresh copy of the same replaces the old one silently.
 * Only the newest request counts.
 */
export function useLoaded<K, T>(
  key: () => K | null,
  load: (key: K, signal: AbortSignal) => Promise<T>,
): Loading<T> {
  const connection = useConnection()
  const state = shallowRef<Loaded<T>>({ phase: 'loading' })
  let running: AbortController | null = null
  let shown: K | null = null

  async function reload(): Promise<void> {
    running?.abort()
    const wanted = key()
    if (wanted !== shown || state.value.phase === 'failed') state.value = { phase: 'loading' }
    shown = wanted
    if (wanted === null) return
    const mine = (running = new AbortController())
    try {
      const value = await load(wanted, mine.signal)
      if (!mine.signal.aborted) state.value = { phase: 'ready', value }
    } catch (error) {
      if (!mine.signal.aborted) state.value = { phase: 'failed', failure: failureOf(error) }
    }
  }

  watch([key, () => connection.generation], () => void reload(), { immediate: true })
  onScopeDispose(() => running?.abort())
  return { state, reload: () => void reload() }
}
