import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { locate, type LocateAnswer } from '../api/locate'
import { failureOf } from '../shell/loaded'
import type { Failure } from '../api/client'

/** Why the browser gave no position. */
export type Refusal = 'denied' | 'unavailable' | 'timeout' | 'insecure'

/** The search for the reader's own position. */
export type HereState =
  | { phase: 'idle' }
  | { phase: 'finding' }
  | { phase: 'refused'; why: Refusal }
  | { phase: 'failed'; failure: Failure }
  | { phase: 'found'; answer: LocateAnswer; accuracy: number }

const patience = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 10_000 }

/** Asks the browser where the reader is and the server which grid that is. */
export const useHere = defineStore('here', () => {
  const state = shallowRef<HereState>({ phase: 'idle' })

  /** Returns the answer, or null when there is none; state says why. */
  async function find(): Promise<LocateAnswer | null> {
    if (!window.isSecureContext || !('geolocation' in navigator)) {
      state.value = { phase: 'refused', why: 'insecure' }
      return null
    }
    state.value = { phase: 'finding' }
    const position = await browserPosition()
    if (typeof position === 'string') {
      state.value = { phase: 'refused', why: position }
      return null
    }
    return answerFor(position)
  }

  async function answerFor({ coords }: GeolocationPosition): Promise<LocateAnswer | null> {
    const { longitude: lon, latitude: lat, accuracy } = coords
    try {
      const answer = await locate({ lon, lat, crs: 'wgs84', accuracy })
      state.value = { phase: 'found', answer, accuracy }
      return answer
    } catch (error) {
      state.value = { phase: 'failed', failure: failureOf(error) }
      return null
    }
  }

  function clear(): void {
    state.value = { phase: 'idle' }
  }

  return { state, find, clear }
})

function browserPosition(): Promise<GeolocationPosition | Refusal> {
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(resolve, (error) => resolve(refusalOf(error.code)), patience)
  })
}

/** The Geolocation API's error code in our words. */
export function refusalOf(code: number): Refusal {
  return code === 1 ? 'denied' : code === 3 ? 'timeout' : 'unavailable'
}
