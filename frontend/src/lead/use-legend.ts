import { computed } from 'vue'
import type { Provenance } from '../api/analysis'
import { courses, significance } from './classes'
import { unseenLook } from './paint'
import type { LegendKey } from './lead-legend.vue'
import type { LeadAnswers } from './use-lead-answers'
import type { LeadWords } from './use-lead-words'
import type { Lead } from './use-lead'
import type { useScene } from './use-scene'

type Shown = ReturnType<typeof useScene>

/** What a legend says. */
export type LegendWords = {
  title: string
  keys: LegendKey[]
  ramp: string[]
  notes: string[]
  provenance: Provenance | null
}

/** The legend of what the map shows now: real units, and what must be said with it. */
export function useLegend(lead: Lead, answers: LeadAnswers, shown: Shown, words: LeadWords) {
  const { t, figure, count, share, at } = words
  const made = (record: Provenance | null | undefined) =>
    record?.data_until ? [t('lead.until', { at: at(record.data_until) })] : []
  const hidden = (): LegendKey[] => [{ colour: 'none', sign: '–', words: t('lead.hidden') }]

  const load = computed<LegendWords>(() => {
    const record = answers.load.value.value?.provenance ?? null
    const heat = shown.view.value === 'heat'
    const smooth =
      heat && record?.bandwidth_m != null ? [t('lead.bandwidth', { m: count(record.bandwidth_m) })] : []
    return {
      title: t(`lead.legendTitle.${heat ? 'heat' : 'load'}`),
      keys: [],
      ramp: shown.breaks.value.map(figure),
      notes: [...smooth, t('lead.loadCaveat'), ...made(record)],
      provenance: record,
    }
  })
  const rate = computed<LegendWords>(() => {
    const record = answers.rate.value.value?.provenance ?? null
    return {
      title: t('lead.legendTitle.rate'),
      keys: (answers.rate.value.value?.places ?? []).some((place) => place.rate === null) ? hidden() : [],
      ramp: shown.breaks.value.map(figure),
      notes: [t('lead.signs'), ...made(record)],
      provenance: record,
    }
  })
  const tested = (record: Provenance | null) => [
    ...(record?.tested != null && record.q != null
      ? [t('lead.tested', { n: count(record.tested), q: share(record.q) })]
      : []),
    ...(record?.cell_m != null ? [t('lead.squares', { m: record.cell_m })] : []),
    ...made(record),
  ]
  const classes = computed<LegendWords>(() => {
    const answer = answers.hot.value.value
    const places = (name: string) =>
      answer?.legend?.classes?.find((one) => one.class === name)?.places ??
      (answer?.places ?? []).filter((place) => place.class === name).length
    return {
      title: t('lead.legendTitle.class'),
      keys: significance
        .map(({ name, colour, pattern }) => ({
          colour,
          pattern,
          words: t(`lead.classes.${name}`),
          count: places(name),
          name,
        }))
        .filter(({ name, count }) => count > 0 || name.startsWith('hot') || name === 'none'),
      ramp: [],
      notes: tested(answer?.provenance ?? null),
      provenance: answer?.provenance ?? null,
    }
  })
  const change = computed<LegendWords>(() => {
    const record = answers.change.value.value?.provenance ?? null
    return {
      title: t('lead.legendTitle.change'),
      keys: courses.map(({ name, sign }) => ({
        colour: name,
        sign,
        words: t(`lead.course.${name}`),
        count: shown.spots.value.filter(({ pattern }) => pattern === name).length,
      })),
      ramp: [],
      notes: [...(record ? [words.windowOf(record)] : []), ...tested(record)],
      provenance: record,
    }
  })
  const unseen = computed<LegendWords>(() => {
    const record = answers.coverage.value.value?.provenance ?? null
    return {
      title: t('lead.legendTitle.unseen'),
      keys: shown.lists.value
        .filter(({ kind, count }) => count && (!shown.list.value || shown.list.value.kind === kind))
        .map(({ kind, title, count }) => ({
          ...unseenLook(kind),
          words: title ? words.text(title) : t(`lead.unseenKind.${kind}`),
          count: count ?? 0,
        })),
      ramp: [],
      notes: made(record),
      provenance: record,
    }
  })
  return computed<LegendWords>(() => {
    if (lead.tab.value === 'hot') return (shown.view.value === 'class' ? classes : change).value
    return { load, rate, unseen }[lead.tab.value].value
  })
}
