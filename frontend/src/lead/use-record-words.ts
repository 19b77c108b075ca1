import { computed, type ComputedRef } from 'vue'
import type { Provenance } from '../api/analysis'
import { i18n } from '../i18n'
import { useLeadWords } from './use-lead-words'

/** A record of how something was made, in rows of words; what has no value has no row. */
export function useRecordWords(of: () => Provenance): ComputedRef<{ name: string; words: string }[]> {
  const { t, text, count, figure, share, day, at, windowOf, areaName } = useLeadWords()
  const why = (key: string) =>
    i18n.global.te(`lead.untestedWhy.${key}`) ? t(`lead.untestedWhy.${key}`) : key

  const source = (name: string) => (i18n.global.te(`lead.sources.${name}`) ? t(`lead.sources.${name}`) : name)

  const level = ({ level, cell_m }: Provenance) =>
    level && i18n.global.te(`lead.level.${level}`) ? t(`lead.level.${level}`, { m: cell_m ?? '' }) : level

  function untested({ untested }: Provenance): string | null {
    const all = Object.entries(untested ?? {}).filter(([, n]) => n)
    return all.length === 0 ? null : all.map(([key, n]) => `${why(key)} ${count(n ?? 0)}`).join(t('ui.comma'))
  }

  const optional = (n: number | null, words: (n: number) => string) => (n === null ? null : words(n))

  return computed(() => {
    const record = of()
    const { households } = record
    const rows: [string, string | null][] = [
      ['area', areaName(record)],
      ['period', windowOf(record)],
      [
        'kinds',
        record.kinds?.map(({ name, code }) => text(name) || code).join(t('ui.comma')) || t('lead.allKinds'),
      ],
      ['incidents', optional(record.incidents, count)],
      ['reports', optional(record.reports, count)],
      [
        'households',
        optional(households?.total ?? null, (n) =>
          t('lead.recordFrom', { n: count(n), source: source(households?.source ?? '') }),
        ),
      ],
      ['cells', level(record)],
      ['bandwidth', optional(record.bandwidth_m, (n) => t('lead.recordMetres', { n: count(n) }))],
      ['weights', record.weights],
      ['q', optional(record.q, share)],
      ['tested', optional(record.tested, count)],
      ['untested', untested(record)],
      ['dispersion', optional(record.dispersion, figure)],
      ['seed', optional(record.seed, String)],
      ['cutoff', record.data_until ? at(record.data_until) : null],
      ['version', optional(record.dataset_version, String)],
      ['division', record.division ? day(record.division) : null],
      ['program', record.program],
    ]
    return rows.flatMap(([name, words]) => (words ? [{ name: t(`lead.record.${name}`), words }] : []))
  })
}
