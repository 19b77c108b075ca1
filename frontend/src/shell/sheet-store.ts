import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { Rest } from './sheet-rest'

/** The phone's bottom sheet: where it rests and how much of the map it hides (0 beside the map). */
export const useSheet = defineStore('sheet', () => {
  const rest = ref<Rest>('half')
  const height = ref(0)
  return { rest, height }
})
