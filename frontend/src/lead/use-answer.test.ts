// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { useConnection } from '../shell/connection'
import { keptAnswers } from './kept-answers'
import { useAnswer } from './use-answer'
import { sameScene, type Scene } from './use-lead-map'

beforeEach(() => setActivePinia(createPinia()))

const settled = async () => {
  for (let i = 0; i < 5; i++) await nextTick()
}

test('a filter that is put back is there at once, and asked again after a change of the data', async () => {
  const asked: string[] = []
  const path = ref<string | null>('/a')
  const scope = effectScope()
  const asking = scope.run(() =>
    useAnswer(
      () => path.value,
      (at) => {
        asked.push(at)
        return Promise.resolve(`${at} ${asked.length}`)
      },
    ),
  )
  await settled()
  path.value = '/b'
  await settled()
  expect(asking?.value.value).toBe('/b 2')
  path.value = '/a'
  await nextTick()
  expect(asking?.value.value).toBe('/a 1')
  expect(asking?.busy.value).toBe(false)
  expect(asked).toEqual(['/a', '/b'])
  useConnection().generation++
  await settled()
  expect(asking?.value.value).toBe('/a 3')
  path.value = '/b'
  await settled()
  expect(asking?.value.value).toBe('/b 4')
  scope.stop()
})

test('answers are kept for a minute, and twelve at most', () => {
  let now = 0
  const kept = keptAnswers<number>(() => now)
  for (let i = 0; i < 13; i++) kept.put(`/${i}`, i)
  expect(kept.get('/0')).toBeUndefined()
  expect(kept.get('/1')).toBe(1)
  now = 60_001
  expect(kept.get('/1')).toBeUndefined()
})

test('a scene that shows the same is not drawn again', () => {
  const scene = (): Scene => ({
    fills: new Map(),
    labels: [],
    squares: [],
    spots: [],
    unseen: [],
    reach: [],
    issues: [],
    heat: '/tiles/heat/{z}/{x}/{y}.png?days=90',
    frame: null,
  })
  const first = scene()
  expect(sameScene({ ...first, labels: [] }, first)).toBe(true)
  expect(sameScene({ ...first, heat: '/tiles/heat/{z}/{x}/{y}.png?days=30' }, first)).toBe(false)
  expect(sameScene({ ...first, fills: new Map([[1, 'red']]) }, first)).toBe(false)
  const point = { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [0, 0] } } as const
  expect(
    sameScene({ ...first, spots: [{ ...point, geometry: { type: 'Point', coordinates: [0, 0] } }] }, first),
  ).toBe(false)
})
