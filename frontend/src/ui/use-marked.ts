import { ref, watch, type Ref } from 'vue'

/**
 * Which of some options the arrow keys have marked: −1 is none, as whenever there are other options.
 * Down marks the first and after the last the first again; up goes the other way.
 */
export function useMarked(options: Readonly<Ref<readonly unknown[]>>): {
  active: Ref<number>
  step: (by: 1 | -1) => void
} {
  const active = ref(-1)
  watch(options, () => (active.value = -1))
  function step(by: 1 | -1): void {
    const n = options.value.length
    const from = active.value < 0 && by < 0 ? 0 : active.value
    if (n > 0) active.value = (from + by + n) % n
  }
  return { active, step }
}
