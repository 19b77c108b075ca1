import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { Failure } from '../api/client'
import { search, type Found } from '../api/search'
import { failureOf } from '../shell/loaded'

export type SearchState =
  | { phase: 'idle' }
  | { phase: 'searching' }
  | { phase: 'found'; query: string; results: Found[] }
  | { phase: 'failed'; failure: Failure }

const pause = 180
const limit = 12

/** Searches while the reader types, once they pause; only the newest question is answered. */
export function useSearch(): {
  query: Ref<string>
  state: Ref<SearchState>
  ask: () => Promise<SearchState>
} {
  const query = ref('')
  const state = shallowRef<SearchState>({ phase: 'idle' })
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: AbortController | null = null

  async function ask(): Promise<SearchState> {
    clearTimeout(timer)
    running?.abort()
    const q = query.value.trim()
    if (q === '') return (state.value = { phase: 'idle' })
    const mine = (running = new AbortController())
    state.value = { phase: 'searching' }
    try {
      const results = await search(q, limit, mine.signal)
      if (!mine.signal.aborted) state.value = { phase: 'found', query: q, results }
    } catch (error) {
      if (!mine.signal.aborted) state.value = { phase: 'failed', failure: failureOf(error) }
    }
    return state.value
  }

  watch(query, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void ask(), pause)
  })
  onScopeDispose(() => {
    clearTimeout(timer)
    running?.abort()
  })
  return { query, state, ask }
}
