// @vitest-environment happy-dom
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { chooseLanguage, i18n, setLanguage } from '.'
import { auditEn } from './audit-en'
import { auditZhCN } from './audit-zh-cn'
import { en } from './en'
import { leadEn } from './lead-en'
import { leadZhCN } from './lead-zh-cn'
import { planEn } from './plan-en'
import { planZhCN } from './plan-zh-cn'
import { screensEn } from './screens-en'
import { screensZhCN } from './screens-zh-cn'
import { zhCN } from './zh-cn'

/** Every message under its path. */
function flat(messages: object, path = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : flat(Object(value), `${path}${key}.`),
  )
}

const names = (message: string) => [...new Set(message.match(/\{\w+\}/g) ?? [])].sort()

test.each([
  ['every page', zhCN, en],
  ['the screens without a map', screensZhCN, screensEn],
  ['the audit trail', auditZhCN, auditEn],
  ['the planner’s screen', planZhCN, planEn],
  ['the leader’s screen', leadZhCN, leadEn],
])('both languages say the same things of %s, with the same figures in them', (_, chinese, english) => {
  const sentences = new Map(flat(english))
  for (const [path, sentence] of flat(chinese)) {
    expect(sentences.get(path), path).toBeTruthy()
    expect(names(sentences.get(path) ?? ''), path).toEqual(names(sentence))
  }
  expect(sentences.size).toBe(flat(chinese).length)
})

test('Chinese sentences have Chinese marks', () => {
  const all = [zhCN, screensZhCN, auditZhCN, planZhCN, leadZhCN].flatMap((one) => flat(one))
  expect(all.filter(([, sentence]) => /\p{Script=Han}[,;:?!(]|[)]\p{Script=Han}/u.test(sentence))).toEqual([])
})

test('no group of messages takes the place of another’s', () => {
  const own = (messages: object) => flat(messages).map(([path]) => path)
  const all = [...own(zhCN), ...own(screensZhCN), ...own(auditZhCN), ...own(planZhCN), ...own(leadZhCN)]
  expect(new Set(all).size).toBe(all.length)
})

test('every message that the page asks for by name exists', () => {
  const modules: Record<string, object> = import.meta.glob(['./*zh-cn.ts', '../**/words.ts'], { eager: true })
  const groups = Object.values(modules).flatMap((one) => Object.values(one))
  const known = new Set(groups.flatMap((one) => flat(Object(one))).map(([path]) => path))
  const source = join(import.meta.dirname, '..')
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  const asked = files
    .filter((file) => /\.(vue|ts)$/.test(file) && !file.endsWith('.test.ts'))
    .flatMap((file) => [
      ...readFileSync(join(source, file), 'utf8').matchAll(/\b(?:t|counted)\(\s*'([\w.]+)'/g),
    ])
  expect(asked.length).toBeGreaterThan(200)
  expect(asked.map(([, key]) => key).filter((key) => !known.has(key ?? ''))).toEqual([])
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
