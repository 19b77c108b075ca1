import { computed } from 'vue'
import { fetchAnswer, fetchLands, fetchReach, type Answer } from '../api/analysis'
import { analysis, type Look } from './question'
import { useAnswer } from './use-answer'
import type { Lead } from './use-lead'

export type LeadAnswers = ReturnType<typeof useLeadAnswers>

/** All that the screen asks, each only while its tab is open. */
export function useLeadAnswers(lead: Lead, facility: () => string) {
  const of = (what: string, open: () => boolean, more: Record<string, string> = {}) =>
    useAnswer<Answer>(() => asked(open, what, lead.look.value, more), fetchAnswer)
  const tab = lead.tab
  const onLoad = () => tab.value === 'load'
  const onRate = () => tab.value === 'rate'
  const onHot = () => tab.value === 'hot'
  const onUnseen = () => tab.value === 'unseen'
  const grid = { level: 'grid' }

  const load = of('load', () => !onUnseen(), grid)
  const rate = of('rate', onRate, grid)
  const hot = of('hot', onHot)
  const change = of('change', onHot)
  const ended = of('ended', onHot)
  const coverage = of('coverage', onUnseen)
  const silence = of('silence', onUnseen, grid)
  const score = useAnswer<Answer>(() => asked(onHot, 'score', lead.look.value, {}), fetchAnswer)
  const compare = useAnswer<Answer>(
    () =>
      asked(() => onLoad() || onRate(), 'compare', lead.look.value, { ...grid, against: lead.against.value }),
    fetchAnswer,
  )
  const reach = useAnswer<Answer>(
    () => asked(() => onUnseen() && facility() !== '', 'reach', lead.look.value, { facility: facility() }),
    fetchAnswer,
  )
  const reachLands = useAnswer(
    () =>
      asked(() => onUnseen() && facility() !== '', 'reach', lead.look.value, {
        facility: facility(),
        format: 'geojson',
      }),
    fetchReach,
  )
  const lands = (what: string, open: () => boolean, more: Record<string, string> = {}) =>
    useAnswer(() => asked(open, what, lead.look.value, { ...more, format: 'geojson' }), fetchLands)
  const hotLands = lands('hot', () => onHot() && lead.show.value === 'class')
  const changeLands = lands('change', () => onHot() && lead.show.value !== 'class')
  const endedLands = lands('ended', () => onHot() && lead.show.value !== 'class')

  /** The answer that the tab is about first of all. */
  const main = computed(() => ({ load, rate, hot: change, unseen: coverage })[tab.value])
  return {
    load,
    rate,
    hot,
    change,
    ended,
    coverage,
    silence,
    score,
    compare,
    reach,
    reachLands,
    hotLands,
    changeLands,
    endedLands,
    main,
  }
}

function asked(
  open: () => boolean,
  what: string,
  look: Look | null,
  more: Record<string, string>,
): string | null {
  return open() && look ? analysis(what, look, more) : null
}
