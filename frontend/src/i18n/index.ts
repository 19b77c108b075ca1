import { createI18n } from 'vue-i18n'
import type { Language } from '../map/style'
import { en } from './en'
import type { Messages } from './messages'
import { zhCN } from './zh-cn'

const key = 'gewu.language'

/** The language remembered, or the browser's when it is English only; Chinese otherwise. */
export function chooseLanguage(remembered: string | null, browser: readonly string[]): Language {
  if (remembered === 'zh-CN' || remembered === 'en') return remembered
  const first = browser[0]?.toLowerCase() ?? 'zh'
  return first.startsWith('zh') || !first.startsWith('en') ? 'zh-CN' : 'en'
}

export const i18n = createI18n<[Messages], Language, false>({
  legacy: false,
  locale: chooseLanguage(remembered(), navigator.languages),
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zhCN, en },
})

/** Switches the page's language in place and remembers it. */
export function setLanguage(language: Language): void {
  i18n.global.locale.value = language
  document.documentElement.lang = language
  try {
    localStorage.setItem(key, language)
  } catch {
    // Private windows may refuse storage; the switch still holds until the page closes.
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
