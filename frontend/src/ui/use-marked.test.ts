import { expect, test } from 'vitest'
import { nextTick, shallowRef } from 'vue'
import { useMarked } from './use-marked'

test('the arrow keys go round the options, from either end', () => {
  const { active, step } = useMarked(shallowRef(['a', 'b', 'c']))
  const marked = (by: 1 | -1) => {
    step(by)
    return active.value
  }
  expect([1, 1, 1, 1].map(() => marked(1))).toEqual([0, 1, 2, 0])
  active.value = -1
  expect([1, 1, 1, 1].map(() => marked(-1))).toEqual([2, 1, 0, 2])
})

test('nothing is marked of nothing, nor of other options', async () => {
  const options = shallowRef(['a', 'b'])
  const { active, step } = useMarked(options)
  step(1)
  options.value = []
  await nextTick()
  expect(active.value).toBe(-1)
  step(-1)
  expect(active.value).toBe(-1)
})
