import { defineStore } from 'pinia'
import { nextTick, ref } from 'vue'

/** What a screen reader is told beside what it reads: one polite voice for the whole page. */
export const useAnnouncer = defineStore('announcer', () => {
  const said = ref('')

  /** Says something, also when it is what was said last. */
  function say(words: string): void {
    if (said.value !== words) {
      said.value = words
      return
    }
    said.value = ''
    void nextTick(() => (said.value = words))
  }
  return { said, say }
})
