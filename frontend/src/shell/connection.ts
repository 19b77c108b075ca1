import { defineStore } from 'pinia'
import { ref } from 'vue'
import { isReady, onSign } from '../api/client'

const firstPause = 2_000
const longestPause = 15_000

/**
 * Whether the server can be had. When it is lost, /readyz is asked until it answers; generation
 * then grows, and also when the data gets a new version, so that what depends on it loads again.
 */
export const useConnection = defineStore('connection', () => {
  const lost = ref(false)
  const generation = ref(0)
  const version = ref(0)
  let timer: ReturnType<typeof setTimeout> | undefined

  onSign((sign) => {
    if (sign.kind === 'lost') return lose()
    if (version.value > 0 && sign.version > version.value) generation.value++
    version.value = Math.max(version.value, sign.version)
  })

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
      return
    }
    const next = Math.min(pause * 1.5, longestPause)
    timer = setTimeout(() => void retry(next), next)
  }

  return { lost, generation, version, retry }
})
