import { computed, shallowRef } from 'vue'
import type { Issue, Spot, UnseenList } from '../api/analysis'
import { tokens } from '../map/tokens'
import { breaksOf, classed, coursed, inOrder, ramp, spotMarks, unseenMarks } from './paint'
import type { Text } from '../api/shapes'
import { reachedLand } from './reach-land'
import { silentList } from './unseen'
import { heatTiles } from './question'
import type { LeadAnswers } from './use-lead-answers'
import type { LeadWords } from './use-lead-words'
import type { Lead } from './use-lead'
import type { Scene } from './use-lead-map'

const nothing: Scene = {
  fills: new Map(),
  labels: [],
  squares: [],
  spots: [],
  unseen: [],
  reach: [],
  issues: [],
  heat: null,
  frame: null,
}

/** What is shown on the map in each tab, where there is a choice; the first is shown first. */
export const viewsOf = {
  load: ['heat', 'grids', 'together'],
  rate: [],
  hot: ['change', 'class'],
  unseen: [],
} as const

/** Everything that the map shows for the answers there are, and the hot spots and lists beside it. */
export function useScene(lead: Lead, answers: LeadAnswers, words: LeadWords) {
  const issues = shallowRef<readonly Issue[]>([])
  const view = computed(() => {
    const views: readonly string[] = viewsOf[lead.tab.value]
    return views.includes(lead.show.value) ? lead.show.value : (views[0] ?? '')
  })

  /** The hot spots in the order in which they are read, numbered on. */
  const spots = computed<Spot[]>(() =>
    inOrder(answers.change.value.value?.spots ?? []).map((spot, i) => ({ ...spot, number: i + 1 })),
  )
  /** Where incidents lie together, the largest first. */
  const groups = computed<readonly Spot[]>(() => answers.together.value.value?.spots ?? [])
  const group = computed(() => groups.value.find(({ number }) => number === lead.spot.value) ?? null)
  const spot = computed(() => spots.value.find(({ number }) => number === lead.spot.value) ?? null)

  const lists = computed<UnseenList[]>(() => {
    const silence = answers.silence.value.value
    return [
      ...(answers.coverage.value.value?.lists ?? []),
      ...(silence ? [silentList(silence, silentWords)] : []),
    ]
  })
  function silentWords(kind: Text, expected: number): Text {
    const said = words.t('lead.unseenSilent', {
      kind: words.text(kind) || words.t('lead.unseenAnyKind'),
      n: words.figure(expected),
    })
    return { zh: said, en: said }
  }
  const list = computed(() => lists.value.find(({ kind }) => kind === lead.show.value) ?? null)

  const loadScene = computed<Scene>(() => {
    const answer = answers.load.value.value
    const look = lead.look.value
    if (!answer || !look) return nothing
    if (view.value === 'heat')
      return { ...nothing, heat: heatTiles(window.location.origin, look, answer.provenance.bandwidth_m) }
    if (view.value === 'together')
      return {
        ...nothing,
        spots: spotMarks(groups.value.slice(0, 99), () => '', tokens),
        issues: issueMarks(issues.value),
        frame: group.value?.bounds ?? null,
      }
    return { ...nothing, ...grids.value }
  })
  /** It is of the answer alone: while another is awaited, it stays what it is. */
  const grids = computed(() => {
    const answer = answers.load.value.value
    return answer && view.value === 'grids'
      ? ramp(answer, (place) => place.per_km2, words.figure, tokens)
      : {}
  })
  const rateScene = computed<Scene>(() => {
    const answer = answers.rate.value.value
    return answer ? { ...nothing, ...ramp(answer, (place) => place.rate, words.figure, tokens) } : nothing
  })
  const squares = computed(() => {
    const lands = (view.value === 'class' ? answers.hotLands : answers.changeLands).value.value
    return lands ? (view.value === 'class' ? classed : coursed)(lands, tokens) : []
  })
  const hotScene = computed<Scene>(() => ({
    ...nothing,
    squares: squares.value,
    // The map of certainty is of another period than the hot spots: their numbers are not on it.
    spots: view.value === 'class' ? [] : spotMarks(spots.value, words.spotKind, tokens),
    issues: issueMarks(issues.value),
    frame: spot.value?.bounds ?? null,
  }))
  const unseenScene = computed<Scene>(() => ({
    ...nothing,
    unseen: unseenMarks(list.value ? [list.value] : lists.value, tokens),
    reach: reachedLand(answers.reachLands.value.value),
  }))
  const scenes = { load: loadScene, rate: rateScene, hot: hotScene, unseen: unseenScene }
  /** Whether nothing is known yet of what is to be shown. */
  const awaited = computed(() => {
    const main = view.value === 'together' ? answers.together : answers.main.value
    return main.value.value === null && main.busy.value
  })
  /** While it is awaited, what was shown before stays: the map is not painted empty in between. */
  const scene = computed<Scene>((before) => (awaited.value && before ? before : scenes[lead.tab.value].value))
  /** The steps of the ramp that the tab shows. */
  const breaks = computed(() => {
    const answer = (lead.tab.value === 'rate' ? answers.rate : answers.load).value.value
    if (!answer) return []
    return breaksOf(answer, (place) => (lead.tab.value === 'rate' ? place.rate : place.per_km2))
  })
  return { scene, view, spots, spot, groups, group, lists, list, breaks, issues }
}

function issueMarks(issues: readonly Issue[]): Scene['issues'] {
  return issues.flatMap(({ at, id }) =>
    at ? [{ type: 'Feature', id, properties: {}, geometry: { type: 'Point', coordinates: [...at] } }] : [],
  )
}
