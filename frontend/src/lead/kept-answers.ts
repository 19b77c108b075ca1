/** How many answers a question keeps, and for how many milliseconds: a filter is often put back at once. */
const most = 12
const life = 60_000

/** Keeps the answers that came last, by the address that was asked. now: the clock, in milliseconds. */
export function keptAnswers<T>(now: () => number = () => performance.now()) {
  const kept = new Map<string, { answer: T; at: number }>()
  return {
    /** The answer of an address; undefined: none is kept, or it is too old. */
    get(path: string): T | undefined {
      const found = kept.get(path)
      return found && now() - found.at < life ? found.answer : undefined
    },
    /** Keeps an answer, and forgets the one that came longest ago when there are too many. */
    put(path: string, answer: T): void {
      kept.delete(path)
      kept.set(path, { answer, at: now() })
      const [oldest] = kept.keys()
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    },
    clear: () => kept.clear(),
  }
}
