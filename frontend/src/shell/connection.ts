import { defineStore } from 'pinia'
import { ref } from 'vue'
import { isReady, onSign } from '../api/client'

const firstPause = 2_000
const longestPause = 15_000

/**
 * Whether the server can be had. When it is lost, /readyz is asked until it answers; generation
 * then grows, and also when the data changes, so that what depends on it loads again. returns counts
 * the times it came back.
 */
export const useConnection = defineStore('connection', () => {
  const lost = ref(false)
  const generation = ref(0)
  const returns = ref(0)
  const version = ref(0)
  /** In how many seconds what the server prepares is asked for again; 0: nothing is waited for. */
  const waiting = ref(0)
  /** Whether the server tells of changes by itself: then what it has not told has not come. */
  const told = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let waited: ReturnType<typeof setTimeout> | undefined

  onSign((sign) => {
    if (sign.kind === 'lost') return lose()
    if (sign.kind === 'waiting') return wait(sign.seconds)
    if (sign.kind !== 'version') return
    if (version.value > 0 && sign.version > version.value) generation.value++
    version.value = Math.max(version.value, sign.version)
  })

  function wait(seconds: number): void {
    clearTimeout(waited)
    waiting.value = seconds
    waited = setTimeout(() => (waiting.value = 0), seconds * 1000)
  }

  function lose(): void {
    if (lost.value) return
    lost.value = true
    timer = setTimeout(() => void retry(firstPause), firstPause)
  }

  /** Asks once now, then again after growing pauses. */
  async function retry(pause = firstPause): Promise<void> {
    clearTimeout(timer)
    if (await isReady()) {
      lost.value = false
      generation.value++
      returns.value++
      return
    }
    const next = Math.min(pause * 1.5, longestPause)
    timer = setTimeout(() => void retry(next), next)
  }

  /** Notes that the data changed, also where their version did not: another day has begun. */
  function changed(to: number): void {
    version.value = Math.max(version.value, to)
    generation.value++
  }

  return { lost, generation, returns, version, waiting, told, retry, changed }
})
