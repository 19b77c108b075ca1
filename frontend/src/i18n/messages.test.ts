// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { chooseLanguage, i18n, setLanguage } from '.'
import { en } from './en'
import { zhCN } from './zh-cn'

/** Every message under its path. */
function flat(messages: object, path = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : flat(Object(value), `${path}${key}.`),
  )
}

const names = (message: string) => [...new Set(message.match(/\{\w+\}/g) ?? [])].sort()

test('both languages say the same things with the same figures in them', () => {
  const english = new Map(flat(en))
  for (const [path, chinese] of flat(zhCN)) {
    const sentence = english.get(path)
    expect(sentence, path).toBeTruthy()
    expect(names(sentence ?? ''), path).toEqual(names(chinese))
  }
  expect(english.size).toBe(flat(zhCN).length)
})

test('Chinese is the first language; an English browser begins in English', () => {
  expect(chooseLanguage(null, ['zh-CN', 'en'])).toBe('zh-CN')
  expect(chooseLanguage(null, ['fr-FR'])).toBe('zh-CN')
  expect(chooseLanguage(null, [])).toBe('zh-CN')
  expect(chooseLanguage(null, ['en-GB'])).toBe('en')
})

test('what the reader chose holds, whatever the browser says', () => {
  expect(chooseLanguage('en', ['zh-CN'])).toBe('en')
  expect(chooseLanguage('tlh', ['zh-CN'])).toBe('zh-CN')
})

test('a switch holds for the document and for the next visit', () => {
  setLanguage('en')
  expect(document.documentElement.lang).toBe('en')
  expect(localStorage.getItem('gewu.language')).toBe('en')
  expect(i18n.global.t('unit.grids', { n: '1' }, 1)).toBe('1 grid')
  expect(i18n.global.t('unit.grids', { n: '1,200' }, 1200)).toBe('1,200 grids')
  setLanguage('zh-CN')
  expect(i18n.global.t('unit.grids', { n: '3' }, 3)).toBe('3 个网格')
})
