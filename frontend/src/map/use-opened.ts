import { onBeforeUnmount, ref, shallowRef, watch, type Ref } from 'vue'
import type { basics } from './flat-map'

/** Opens a map in a container of the page, and closes it with the page; label: what it is called. */
export function useOpened<M extends ReturnType<typeof basics>>(
  container: Ref<HTMLElement | null>,
  label: () => string,
) {
  const map = shallowRef<M | null>(null)
  const state = ref<'loading' | 'ready' | 'failed' | 'no-webgl'>('loading')
  /** Whether everything is drawn. */
  const idle = ref(false)

  /** Opens the map, once; load brings the code that does. */
  async function begin(load: () => Promise<(container: HTMLElement) => M>): Promise<void> {
    if (!container.value || map.value) return
    try {
      const open = await load()
      if (!container.value || map.value) return
      map.value = open(container.value)
      // A handle for the console and for browser tests; the page itself never reads it.
      Object.assign(container.value, { gewuMap: map.value.map })
      map.value.describe(label())
      state.value = 'ready'
    } catch (error) {
      state.value = error instanceof Error && /webgl/i.test(error.message) ? 'no-webgl' : 'failed'
    }
  }

  watch(label, () => map.value?.describe(label()))
  onBeforeUnmount(() => map.value?.close())
  return { map, state, idle, begin }
}
