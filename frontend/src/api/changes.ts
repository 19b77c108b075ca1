import * as v from 'valibot'
import { Bounds } from './shapes'

/** Layers of tiles that look another way since a version, within bounds; null: anywhere. */
export type Touch = { version: number; layers: readonly string[]; bbox: Bounds | null }

/** One change of the data, as the server tells it. */
export const Change = v.object({
  version: v.number(),
  noun: v.string(),
  tiles: v.array(v.object({ layers: v.array(v.string()), bbox: v.nullable(Bounds) })),
})
export type Change = v.InferOutput<typeof Change>

/** The noun of a change that stands for all that may have changed. */
export const anything = 'anything'

const Version = v.object({ version: v.number() })

/** What a change touched. */
export function touchesOf(change: Change): Touch[] {
  return change.tiles.map(({ layers, bbox }) => ({ version: change.version, layers, bbox }))
}

type StreamEvent = { data?: unknown; lastEventId?: string }

/** The part of an EventSource that is needed. */
export type Events = {
  addEventListener: (name: string, listener: (event: StreamEvent) => void) => void
  close: () => void
}

export type Following = {
  /** Opens a stream; in a browser, an EventSource. */
  open: (path: string) => Events
  /** The version of what the page shows from the start; 0: none. */
  known: number
  /** The day that the page shows (YYYY-MM-DD); empty: none yet. When another one has begun, all has changed. */
  day: () => string
  onChange: (change: Change) => void
  /** Told whether changes will be told: not after the stream broke, until it stands again. */
  onStanding: (stands: boolean) => void
  /** From 0 to 1: how far a pause is stretched, so that not all pages come back at once. */
  chance: () => number
}

export type Follower = { resume: () => void; pause: () => void }

export const firstPause = 1_000
export const longestPause = 60_000

/**
 * Follows the changes of the data while it is not paused. A stream that breaks is opened again
 * after pauses that grow, and goes on after the last version that was told as a whole.
 */
export function followChanges(following: Following): Follower {
  let events: Events | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let pause = firstPause
  let known = following.known

  function open(): void {
    const day = following.day()
    const since = known > 0 ? `?after=${known}${day && `&day=${day}`}` : ''
    const mine = following.open(`/v1/changes${since}`)
    events = mine
    mine.addEventListener('version', ({ data, lastEventId }) => {
      if (events !== mine || !read(Version, data)) return
      known = Number(lastEventId) || known
      pause = firstPause
      following.onStanding(true)
    })
    mine.addEventListener('change', ({ data, lastEventId }) => {
      const change = read(Change, data)
      if (events !== mine || !change) return
      known = Number(lastEventId) || known
      following.onChange(change)
    })
    mine.addEventListener('error', () => {
      if (events !== mine) return
      stop()
      following.onStanding(false)
      timer = setTimeout(open, pause * (1 + following.chance() / 2))
      pause = Math.min(pause * 2, longestPause)
    })
  }

  function stop(): void {
    clearTimeout(timer)
    events?.close()
    events = null
  }

  return {
    resume() {
      stop()
      following.onStanding(true)
      open()
    },
    pause: stop,
  }
}

function read<S extends v.GenericSchema>(schema: S, data: unknown): v.InferOutput<S> | null {
  if (typeof data !== 'string') return null
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), data)
  return parsed.success ? parsed.output : null
}
