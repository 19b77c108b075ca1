import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { Failure } from '../api/client'
import { useConnection } from '../shell/connection'
import { failureOf, type Loaded } from '../shell/loaded'
import { useDeed } from './use-deed'

/** A page of a long list, and the cursor of the next one; null: it was the last. */
export type Page<T> = { items: readonly T[]; next: number | null }

export type Pages<T> = {
  state: ShallowRef<Loaded<Page<T>>>
  /** What has been read; nothing before the first page. */
  items: ComputedRef<readonly T[]>
  /** Whether there are further pages, as far as is known. */
  further: ComputedRef<boolean>
  /** Begins again at the first page. */
  reload: () => void
  /** Adds the next page to what is there. */
  more: () => Promise<void>
  adding: Readonly<Ref<boolean>>
  failure: ShallowRef<Failure | null>
}

/** How long to wait for more of what is typed before it is asked for, milliseconds. */
const pause = 250

/**
 * A list that is read page by page, anew whenever what is asked for changes or the connection comes back.
 * Only the newest question is answered.
 */
export function usePages<T>(
  asked: () => string,
  load: (after: number | null, signal: AbortSignal) => Promise<Page<T>>,
): Pages<T> {
  const connection = useConnection()
  const state = shallowRef<Loaded<Page<T>>>({ phase: 'loading' })
  const { busy: adding, failure, run } = useDeed()
  const items = computed(() => (state.value.phase === 'ready' ? state.value.value.items : []))
  const further = computed(() => state.value.phase === 'ready' && state.value.value.next !== null)
  let running = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined

  async function reload(): Promise<void> {
    clearTimeout(timer)
    running.abort()
    const mine = (running = new AbortController())
    failure.value = null
    try {
      const value = await load(null, mine.signal)
      if (!mine.signal.aborted) state.value = { phase: 'ready', value }
    } catch (error) {
      if (!mine.signal.aborted) state.value = { phase: 'failed', failure: failureOf(error) }
    }
  }

  async function more(): Promise<void> {
    const mine = running
    await run(async () => {
      if (state.value.phase !== 'ready' || state.value.value.next === null) return
      const { items, next } = state.value.value
      const page = await load(next, mine.signal)
      if (!mine.signal.aborted)
        state.value = { phase: 'ready', value: { items: [...items, ...page.items], next: page.next } }
    })
  }

  watch(asked, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void reload(), pause)
  })
  watch(() => connection.returns, reload)
  void reload()
  onScopeDispose(() => {
    clearTimeout(timer)
    running.abort()
  })
  return { state, items, further, reload: () => void reload(), more, adding, failure }
}
