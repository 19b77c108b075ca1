import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { followChanges, longestPause, touchesOf, type Change, type Events, type Following } from './changes'

/** A stream that a test speaks through. */
class Stream implements Events {
  closed = false
  private readonly listeners = new Map<string, Parameters<Events['addEventListener']>[1]>()
  constructor(readonly path: string) {}
  addEventListener(...[name, listener]: Parameters<Events['addEventListener']>): void {
    this.listeners.set(name, listener)
  }
  close(): void {
    this.closed = true
  }
  say(name: string, data?: unknown, lastEventId = ''): void {
    this.listeners.get(name)?.({ data: typeof data === 'string' ? data : JSON.stringify(data), lastEventId })
  }
}

function follow(known = 12, day = () => '') {
  const streams: Stream[] = []
  const changes: Change[] = []
  const standing: boolean[] = []
  const following: Following = {
    open: (path) => {
      const stream = new Stream(path)
      streams.push(stream)
      return stream
    },
    known,
    day,
    onChange: (change) => changes.push(change),
    onStanding: (stands) => standing.push(stands),
    chance: () => 0,
  }
  const last = () => {
    const stream = streams.at(-1)
    if (!stream) throw new Error('no stream was opened')
    return stream
  }
  return { follower: followChanges(following), streams, changes, standing, last }
}

const change = { version: 13, noun: 'issue', tiles: [{ layers: ['issues'], bbox: [1, 2, 3, 4] }] }

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('changes are passed on, and what is no change is not', () => {
  const { follower, changes, last, standing } = follow()
  follower.resume()
  expect(last().path).toBe('/v1/changes?after=12')
  last().say('version', { version: 12 })
  expect(standing.at(-1)).toBe(true)
  last().say('change', change)
  last().say('change', '{')
  last().say('change', { version: 'x' })
  expect(changes).toEqual([change])
  expect(changes.flatMap(touchesOf)).toEqual([{ version: 13, layers: ['issues'], bbox: [1, 2, 3, 4] }])
})

test('a stream that breaks is opened again after pauses that grow, where it left off', () => {
  const { follower, streams, last, standing } = follow(0)
  follower.resume()
  expect(last().path).toBe('/v1/changes')
  last().say('version', { version: 14 }, '14')
  last().say('change', { ...change, version: 15 }, '15')
  last().say('change', { ...change, version: 16 }) // not the last of its version
  for (const pause of [1_000, 2_000, 4_000]) {
    const broken = last()
    broken.say('error')
    expect(broken.closed).toBe(true)
    expect(standing.at(-1)).toBe(false)
    vi.advanceTimersByTime(pause - 1)
    expect(last()).toBe(broken)
    vi.advanceTimersByTime(1)
    expect(last().path).toBe('/v1/changes?after=15')
  }
  for (let i = 0; i < 10; i++) {
    last().say('error')
    vi.advanceTimersByTime(longestPause)
  }
  expect(streams).toHaveLength(14)
  last().say('version', { version: 17 }) // it stands: the next pause is short again
  last().say('error')
  vi.advanceTimersByTime(1_000)
  expect(streams).toHaveLength(15)
})

test('nothing is told while it is paused, and no stream is opened', () => {
  const { follower, streams, changes, last } = follow()
  follower.resume()
  const left = last()
  follower.pause()
  expect(left.closed).toBe(true)
  left.say('change', change)
  left.say('error')
  vi.advanceTimersByTime(longestPause)
  expect(changes).toEqual([])
  expect(streams).toHaveLength(1)
  follower.resume()
  expect(streams).toHaveLength(2)
})

test('a stream that is opened again says which day the page shows, so that midnight is not missed', () => {
  let today = ''
  const { follower, last } = follow(12, () => today)
  follower.resume()
  expect(last().path).toBe('/v1/changes?after=12')
  today = '2026-11-22'
  last().say('version', { version: 12 }, '12')
  follower.pause()
  follower.resume()
  expect(last().path).toBe('/v1/changes?after=12&day=2026-11-22')
})
