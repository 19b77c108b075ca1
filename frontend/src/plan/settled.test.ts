import { expect, test } from 'vitest'
import { settled } from './settled'

test('an answer stands for what is asked now, also when that changed while it was on its way', async () => {
  const asked: string[] = []
  let day = 'monday'
  const answer = await settled(
    () => day,
    () => {
      asked.push(day)
      const about = day
      day = 'tuesday'
      return about === 'monday' ? Promise.reject(new Error(about)) : Promise.resolve(about)
    },
  )
  expect(answer).toBe('tuesday')
  expect(asked).toEqual(['monday', 'tuesday'])
})

test('what fails for what is asked now has failed', async () => {
  await expect(settled(() => 'monday', () => Promise.reject(new Error('closed')))).rejects.toThrow('closed')
}) // prettier-ignore
