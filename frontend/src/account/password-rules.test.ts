import { expect, test } from 'vitest'
import { isLongEnough } from './password-rules'

test('a password has 12 to 128 characters, counted as a reader counts them', () => {
  expect(isLongEnough('春江潮水连海平海上明月')).toBe(false)
  expect(isLongEnough('春江潮水连海平海上明月共')).toBe(true)
  expect(isLongEnough('😀'.repeat(12))).toBe(true)
  expect(isLongEnough('a'.repeat(128))).toBe(true)
  expect(isLongEnough('a'.repeat(129))).toBe(false)
})

test('letters with marks of their own count once', () => {
  expect(isLongEnough('e\u0301'.repeat(11))).toBe(false)
})
