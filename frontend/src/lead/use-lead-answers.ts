import { computed } from 'vue'
import { answerOf, fetchAnswer, fetchLands, fetchReach, type Answer, type Lands } from '../api/analysis'
import { patiently } from './patient'
import { analysis, together as apart, yearOf, type Look } from './question'
import { useAnswer, type Asking } from './use-answer'
import type { Lead } from './use-lead'

export type LeadAnswers = ReturnType<typeof useLeadAnswers>

const grid = { level: 'grid' }
const geo = { format: 'geojson' }

/** All that the screen asks, each only while its tab is open. */
export function useLeadAnswers(lead: Lead, facility: () => string) {
  const { tab } = lead
  const path = (open: () => boolean, what: string, more: () => Record<string, string>) => () =>
    asked(open, what, lead.look.value, more())
  const of = (what: string, open: () => boolean, more: () => Record<string, string> = () => grid) =>
    useAnswer<Answer>(path(open, what, more), fetchAnswer)
  const landsOf = (what: string, open: () => boolean) =>
    useAnswer<Lands>(
      path(open, what, () => geo),
      fetchLands,
    )
  const on = (one: typeof tab.value) => () => tab.value === one

  const load = of('load', () => tab.value !== 'unseen')
  const rate = of('rate', on('rate'))
  const compare = of(
    'compare',
    () => tab.value === 'load' || tab.value === 'rate',
    () => ({ ...grid, against: lead.against.value }),
  )
  // Whether the load is shared out fairly is told below it: it is read after it.
  const balance = of('balance', () => tab.value === 'load' && load.value.value !== null)
  const together = of(
    'clusters',
    () => tab.value === 'load' && lead.show.value === 'together',
    () => ({ metres: String(apart.metres), least: String(apart.least) }),
  )
  const hotLands = landsOf('hot', () => tab.value === 'hot' && lead.show.value === 'class')
  // Which way a hot spot goes is seen over a year only, whatever period the other questions are of.
  const changeLands = useAnswer<Lands>(
    () => asked(on('hot'), 'change', yearOf(lead.look.value), geo),
    patiently(fetchLands),
  )
  // What was named is scored once that is there: it is read last.
  const score = useAnswer<Answer>(
    () =>
      asked(
        () => tab.value === 'hot' && changeLands.value.value !== null,
        'score',
        yearOf(lead.look.value),
        {},
      ),
    patiently(fetchAnswer),
  )
  const coverage = of('coverage', on('unseen'), () => ({}))
  const silence = of('silence', on('unseen'))
  const reachable = () => tab.value === 'unseen' && facility() !== ''
  const reach = of('reach', reachable, () => ({ facility: facility() }))
  const reachLands = useAnswer(
    path(reachable, 'reach', () => ({ ...geo, facility: facility() })),
    fetchReach,
  )

  const hot = told(hotLands)
  const change = told(changeLands)
  /** The answer that the tab is about first of all. */
  const main = computed(
    () => ({ load, rate, hot: lead.show.value === 'class' ? hot : change, unseen: coverage })[tab.value],
  )
  return {
    load,
    rate,
    compare,
    balance,
    together,
    hot,
    hotLands,
    change,
    changeLands,
    score,
    coverage,
    silence,
    reach,
    reachLands,
    main,
  }
}

/** What is told beside lands, as an answer. */
export function told(lands: Asking<Lands>): Asking<Answer> {
  const value = computed(() => (lands.value.value ? answerOf(lands.value.value) : null))
  return { ...lands, value }
}

function asked(
  open: () => boolean,
  what: string,
  look: Look | null,
  more: Record<string, string>,
): string | null {
  return open() && look ? analysis(what, look, more) : null
}
