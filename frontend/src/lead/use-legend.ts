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
  until: string
  provenance: Provenance | null
}

/** The legend of what the map shows now: real units, and what must be said with it. */
export function useLegend(lead: Lead, answers: LeadAnswers, shown: Shown, words: LeadWords) {
  const { t, figure, count, share, at } = words
  const until = (record: Provenance | null) =>
    record?.data_until ? t('lead.until', { at: at(record.data_until) }) : ''
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
      notes: [...smooth, t('lead.loadCaveat')],
      until: until(record),
      provenance: record,
    }
  })
  const together = computed<LegendWords>(() => {
    const record = answers.together.value.value?.provenance ?? null
    return {
      title: t('lead.legendTitle.together'),
      keys: [
        {
          colour: 'ink',
          sign: '1',
          round: true,
          words: t('lead.togetherKey'),
          count: shown.groups.value.length,
        },
      ],
      ramp: [],
      notes: [t('lead.loadCaveat')],
      until: until(record),
      provenance: record,
    }
  })
  const rate = computed<LegendWords>(() => {
    const record = answers.rate.value.value?.provenance ?? null
    return {
      title: t('lead.legendTitle.rate'),
      keys: (answers.rate.value.value?.places ?? []).some((place) => place.rate === null) ? hidden() : [],
      ramp: shown.breaks.value.map(figure),
      notes: [t('lead.signs')],
      until: until(record),
      provenance: record,
    }
  })
  const tested = (record: Provenance | null): string[] => {
    if (record?.tested == null || record.q == null) return []
    return [
      record.cell_m === null
        ? words.many('lead.tested', record.tested, { q: share(record.q) })
        : words.many('lead.testedSquares', record.tested, { q: share(record.q), m: count(record.cell_m) }),
    ]
  }
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
      until: until(answer?.provenance ?? null),
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
      notes: tested(record),
      until: until(record),
      provenance: record,
    }
  })
  /** The land that is shaded, where it is. */
  const reached = computed<LegendKey[]>(() =>
    answers.reachLands.value.value ? [{ colour: 'brand-soft', words: t('lead.reachKey') }] : [],
  )
  /** That not all of a kind are marked, where there are too many. */
  const hiddenPoints = computed(() => {
    const most = Math.max(
      0,
      ...(shown.list.value ? [shown.list.value] : shown.lists.value)
        .filter(({ more }) => more)
        .map(({ items }) => items?.length ?? 0),
    )
    return most > 0 ? [t('lead.unseenShown', { n: count(most) })] : []
  })
  const unseen = computed<LegendWords>(() => {
    const record = answers.coverage.value.value?.provenance ?? null
    return {
      title: t('lead.legendTitle.unseen'),
      keys: [
        ...shown.lists.value
          .filter(({ kind, count }) => count && (!shown.list.value || shown.list.value.kind === kind))
          .map(({ kind, title, count }) => ({
            ...unseenLook(kind),
            // What the list calls it, without what it means; the walk to one kind of facility is too long to be told here.
            words:
              title && kind !== 'beyond_reach'
                ? (words.text(title).split(/[:：]/)[0] ?? '')
                : t(`lead.unseenKind.${kind}`),
            count: count ?? 0,
            round: true,
            bare: true,
          })),
        ...reached.value,
      ],
      ramp: [],
      notes: hiddenPoints.value,
      until: until(record),
      provenance: record,
    }
  })
  return computed<LegendWords>(() => {
    if (lead.tab.value === 'hot') return (shown.view.value === 'class' ? classes : change).value
    if (shown.view.value === 'together') return together.value
    return { load, rate, unseen }[lead.tab.value].value
  })
}
