import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { Failure } from '../api/client'
import { failureOf } from '../shell/loaded'

export type Deed = {
  /** Whether it is under way: then it is not begun a second time. */
  busy: Readonly<Ref<boolean>>
  /** Why it failed last; null since it was begun again or did well. */
  failure: ShallowRef<Failure | null>
  /** Does it, once at a time; whether it did well. */
  run: (deed: () => Promise<void>) => Promise<boolean>
}

/** Something done to the server: guarded against being done twice, its failure kept to be shown. */
export function useDeed(): Deed {
  const busy = ref(false)
  const failure = shallowRef<Failure | null>(null)

  async function run(deed: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failure.value = null
    try {
      await deed()
      return true
    } catch (error) {
      failure.value = failureOf(error)
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, failure, run }
}
