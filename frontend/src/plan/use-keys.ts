import { onBeforeUnmount, onMounted, ref, watch } from 'vue'

const kept = 'gewu.plan.letters'

function remembered(): boolean {
  try {
    return localStorage.getItem(kept) !== 'off'
  } catch {
    return true
  }
}

/** Whether a key is meant for what has the focus: text, a choice, a dialog. */
function meantElsewhere({ target }: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open]')) return true
  return (
    target instanceof HTMLElement &&
    target.matches('input:not([type=checkbox], [type=radio]), select, textarea')
  )
}

/** Whether Enter presses what has the focus. */
const pressable = ({ target }: KeyboardEvent) =>
  target instanceof HTMLElement && target.matches('button, a, summary, [role=textbox], input')

/**
 * Calls what keys stand for, by name of the key: single letters only while they are switched on, with
 * Shift as a capital letter. z with Ctrl or ⌘ is z.
 */
export function useKeys(keys: Record<string, () => void>) {
  const letters = ref(remembered())
  watch(letters, (on) => {
    try {
      localStorage.setItem(kept, on ? 'on' : 'off')
    } catch {
      // It holds until the page closes.
    }
  })

  function listen(event: KeyboardEvent): void {
    if (meantElsewhere(event) || event.altKey) return
    const command = event.ctrlKey || event.metaKey
    const key = event.key.length === 1 && !event.shiftKey ? event.key.toLowerCase() : event.key
    const single = key.length === 1
    if (command && key.toLowerCase() !== 'z') return
    if (single && !command && !letters.value) return
    if (key === 'Enter' && pressable(event)) return
    const deed = keys[key]
    if (!deed) return
    event.preventDefault()
    deed()
  }
  onMounted(() => window.addEventListener('keydown', listen))
  onBeforeUnmount(() => window.removeEventListener('keydown', listen))
  return { letters }
}
