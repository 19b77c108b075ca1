import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { framesOf, type Painted } from './frames'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** A map that counts the frames it is asked for and paints, with sources that are ready when they are told to be. */
function paintedMap() {
  type Then = (told: { sourceDataType?: unknown }) => void
  const heard = new Map<string, Then[]>()
  const ready = new Set<string>()
  const on = (event: string, then: Then) => heard.set(event, [...(heard.get(event) ?? []), then])
  const paint = vi.fn()
  const painted = vi.fn()
  const map: Painted<[]> = {
    painter: { render: painted },
    triggerRepaint: paint,
    on,
    once: on,
    isMoving: () => false,
    getSource: (name: string) => (name === 'absent' ? undefined : {}),
    isSourceLoaded: (name: string) => ready.has(name),
  }
  const frames = framesOf(map)
  const fire = (event: string, told = {}) => heard.get(event)?.forEach((then) => then(told))
  const load = (name: string) => {
    ready.add(name)
    map.triggerRepaint() // as a map does whenever a piece is there
    fire('sourcedata')
  }
  /** Gives sources to be painted together, as a change of a filter does. */
  const give = (...names: string[]) =>
    frames.together(() => {
      for (const name of names) frames.give(name)
      map.triggerRepaint()
    })
  return { map, paint, painted, fire, load, give, frames, ready }
}

test('what is given together is painted in one frame, once all of it is there', () => {
  const { paint, load, give } = paintedMap()
  give('labels', 'areas', 'absent')
  load('areas')
  expect(paint).not.toHaveBeenCalled()
  load('labels')
  expect(paint).toHaveBeenCalledTimes(1)
})

test('a source that has only its metadata anew is not there yet, though it says so', () => {
  const { paint, fire, give, ready } = paintedMap()
  give('labels')
  ready.add('labels')
  fire('sourcedata', { sourceDataType: 'metadata' })
  expect(paint).not.toHaveBeenCalled()
  fire('sourcedata')
  expect(paint).toHaveBeenCalledTimes(1)
})

test('what is there at once is painted at once', () => {
  const { paint, give } = paintedMap()
  give()
  expect(paint).toHaveBeenCalledTimes(1)
})

test('a piece that does not come keeps no frame back for longer than a moment, nor does one change after another', () => {
  const { paint, give } = paintedMap()
  give('labels')
  vi.advanceTimersByTime(200)
  give('squares')
  expect(paint).not.toHaveBeenCalled()
  vi.advanceTimersByTime(60)
  expect(paint).toHaveBeenCalledTimes(1)
})

test('who moves the map waits for nothing', () => {
  const { map, paint, fire, give } = paintedMap()
  give('labels')
  fire('movestart')
  map.triggerRepaint()
  expect(paint).toHaveBeenCalledTimes(2)
})

test('the map looks for the tiles of another place, and nothing is painted before what stands there', () => {
  const { map, paint, painted, fire, load, give, frames } = paintedMap()
  frames.jumped()
  map.triggerRepaint()
  expect(paint).toHaveBeenCalledTimes(1)
  map.painter.render()
  expect(painted).not.toHaveBeenCalled()
  fire('render')
  map.triggerRepaint()
  expect(paint).toHaveBeenCalledTimes(1)
  give('labels')
  load('labels')
  expect(paint).toHaveBeenCalledTimes(2)
  map.painter.render()
  expect(painted).toHaveBeenCalledTimes(1)
})

test('a frame that is only asked for by the one before is not painted, and one for which something came is', async () => {
  const { map, painted, fire } = paintedMap()
  const frame = async () => {
    map.painter.render()
    map.triggerRepaint() // as a map does when it has placed names
    await Promise.resolve()
  }
  await frame()
  await frame()
  expect(painted).toHaveBeenCalledTimes(1)
  map.triggerRepaint()
  await frame()
  expect(painted).toHaveBeenCalledTimes(2)
  fire('resize')
  await frame()
  expect(painted).toHaveBeenCalledTimes(3)
})
