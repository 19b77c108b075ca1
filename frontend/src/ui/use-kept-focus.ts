import { onBeforeUnmount, onMounted } from 'vue'

/** How many places are remembered. */
const depth = 64
/** What would take the letters of the screen for text or a choice. */
const fields = 'select, textarea, input:not([type=checkbox], [type=radio])'

/**
 * While a screen is shown, gives the focus back to where it was before when what has it goes away or is
 * switched off: the browser would leave it nowhere, and Tab would begin where the page begins. rest: where
 * it goes when none of those places is left and no dialog is open.
 */
export function useKeptFocus(rest: () => HTMLElement | null): void {
  let places: HTMLElement[] = []

  function note({ target }: FocusEvent): void {
    if (!(target instanceof HTMLElement)) return
    places = [target, ...places.filter((one) => one !== target && one.isConnected)].slice(0, depth)
  }

  /** Whether the focus went with its place; who clicks beside everything has it nowhere, too, and means it. */
  function isLost(): boolean {
    const [last] = places
    const { activeElement } = document
    if (!last || (activeElement && activeElement !== document.body && activeElement !== last)) return false
    return !last.isConnected || last.matches(':disabled')
  }

  function keep(): void {
    if (!isLost()) return
    for (const place of places.slice(1)) {
      if (!place.isConnected || place.matches(fields)) continue
      place.focus()
      if (document.activeElement === place) return // not so when it is switched off, hidden or behind a dialog
    }
    const dialog = document.querySelector('dialog[open]')
    const left = dialog ? dialog.querySelector<HTMLElement>('button, a[href]') : rest()
    left?.focus({ preventScroll: true })
  }

  const observer = new MutationObserver(keep)
  onMounted(() => {
    document.addEventListener('focusin', note)
    observer.observe(document.body, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ['disabled'],
    })
  })
  onBeforeUnmount(() => {
    document.removeEventListener('focusin', note)
    observer.disconnect()
  })
}
