import { onBeforeUnmount, onMounted } from 'vue'

/** Calls tick every so many milliseconds while the component is shown. */
export function useInterval(tick: () => void, milliseconds: number): void {
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(() => (timer = setInterval(tick, milliseconds)))
  onBeforeUnmount(() => clearInterval(timer))
}
