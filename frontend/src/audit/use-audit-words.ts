import { useI18n } from 'vue-i18n'
import type { Entry } from '../api/audit'
import { i18n } from '../i18n'
import { auditEn } from '../i18n/audit-en'
import { auditZhCN } from '../i18n/audit-zh-cn'
import { useScreenWords } from '../ui/screens'
import { plainValue } from './diff'

i18n.global.mergeLocaleMessage('zh-CN', auditZhCN)
i18n.global.mergeLocaleMessage('en', auditEn)

const moment = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/

/** The audit trail in words. What has none is shown as it is kept. */
export function useAuditWords() {
  const words = useScreenWords()
  const { t, at, day, place } = words
  const { te } = useI18n({ useScope: 'global' })
  const known = (key: string, otherwise: string) => (te(key) ? t(key) : otherwise)

  /** A key of messages cannot hold what separates the words of an operation. */
  const keyOf = (operation: string) =>
    operation
      .replace(/\{\w+\}/g, 'one')
      .replace(/[^A-Za-z0-9]+/g, '_')
      .replace(/_$/, '')

  function value(of: unknown): string {
    if (of === null || of === '') return t('ui.nothing')
    if (typeof of === 'boolean') return t(of ? 'ui.yes' : 'ui.no')
    if (typeof of !== 'string') return plainValue(of)
    if (of === 'refused') return t('audit.refused')
    if (moment.test(of)) return at(of)
    return /^\d{4}-\d{2}-\d{2}$/.test(of) ? day(of) : of
  }

  /** The name of a field in the reader's words: of each of its parts that has one. */
  const field = (path: string) =>
    path
      .split('.')
      .map((part) => (part === '' ? t('audit.value') : known(`audit.field.${part}`, part)))
      .join(' › ')

  return {
    ...words,
    field,
    /** The value of a field of an entry; roles and the like have words of their own. */
    value: (path: string, of: unknown, area: Entry['area'] = null) => {
      const last = path.split('.').at(-1)
      if (last === 'area' && of === null) return place(null)
      if (last === 'area' && area && of === area.id) return area.name
      if (last === 'role' && typeof of === 'string') return known(`role.${of}`, of)
      if (last === 'visibility' && typeof of === 'string') return known(`visibility.${of}.title`, of)
      return value(of)
    },
    act: (entry: Pick<Entry, 'operation'>) => known(`audit.act.${keyOf(entry.operation)}`, entry.operation),
    noun: (noun: string) => known(`audit.noun.${noun}`, noun),
    who: ({ who }: Pick<Entry, 'who'>) => (who.name ? who.name : known(`audit.kind.${who.kind}`, who.kind)),
    kind: (kind: string) => known(`audit.kind.${kind}`, kind),
  }
}
