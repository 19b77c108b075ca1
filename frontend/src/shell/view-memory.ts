import { onScopeDispose } from 'vue'
import type { Router } from 'vue-router'
import { writeView, type MapView } from './map-view'

const pause = 300

/**
 * Returns a function that writes the map's view into the address, so that the address can be
 * shared. It waits until the map has come to rest and never cuts into a navigation under way.
 */
export function useViewMemory(router: Router): (view: MapView) => void {
  let latest: string | null = null
  let navigating = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function later(): void {
    clearTimeout(timer)
    timer = setTimeout(write, pause)
  }

  function write(): void {
    const { query } = router.currentRoute.value
    if (navigating || latest === null || query.view === latest) return
    void router.replace({ query: { ...query, view: latest } })
  }

  const stops = [
    router.beforeEach(() => {
      navigating = true
    }),
    router.afterEach(() => {
      navigating = false
      later()
    }),
    router.onError(() => {
      navigating = false
    }),
  ]
  onScopeDispose(() => {
    clearTimeout(timer)
    for (const stop of stops) stop()
  })
  return (view) => {
    latest = writeView(view)
    later()
  }
}
