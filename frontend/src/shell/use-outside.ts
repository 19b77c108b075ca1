import { onBeforeUnmount, onMounted, type Ref } from 'vue'

/** Calls leave when a pointer goes down, or the focus moves, outside of the element. */
export function useOutside(element: Ref<HTMLElement | null>, leave: () => void): void {
  const check = (event: Event) => {
    if (event.target instanceof Node && !element.value?.contains(event.target)) leave()
  }
  onMounted(() => {
    document.addEventListener('pointerdown', check, true)
    document.addEventListener('focusin', check)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('pointerdown', check, true)
    document.removeEventListener('focusin', check)
  })
}
