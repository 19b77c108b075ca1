import { computed, ref, shallowRef, watch } from 'vue'
import { fetchTopology } from '../api/plan'
import { fetchComparison, type Against, type Comparison } from '../api/plan-work'
import { useLoaded } from '../shell/loaded'
import type { Division } from './compared'
import { decode } from './decode'
import { changed, nothing } from './topology'
import type { WorkedPlan } from './use-plan'

/** What a plan is compared with, grid by grid and on the map, while that is wanted. */
export function useComparison(plan: WorkedPlan, wanted: () => boolean) {
  const against = ref<Against>('base')
  const { state, reload } = useLoaded(
    () => (wanted() && plan.revision.value >= 0 ? `${plan.revision.value} ${against.value}` : null),
    async (_, signal) => {
      const what = against.value
      return { what, found: await fetchComparison(plan.id, what, signal) }
    },
  )
  const beside = useLoaded(
    () => (wanted() && against.value !== 'base' ? against.value : null),
    async (what, signal) => changed(nothing, decode(await fetchTopology(plan.id, signal, what), nothing)),
  )
  /** The last comparison: it stays while the next one is on its way. */
  const last = shallowRef<{ what: Against; found: Comparison } | null>(null)
  watch(state, (now) => {
    if (now.phase === 'ready') last.value = now.value
  })
  const found = computed(() => (last.value?.what === against.value ? last.value.found : null))
  const failure = computed(() => {
    if (state.value.phase === 'failed') return state.value.failure
    return beside.state.value.phase === 'failed' ? beside.state.value.failure : null
  })

  /** As the map shows it; null: there is nothing to show. */
  const division = computed((): Division | null => {
    if (!wanted()) return null
    if (against.value === 'base') return { kind: 'base' }
    if (beside.state.value.phase !== 'ready' || !found.value) return null
    const twins = found.value.rows.flatMap(({ grid, before }) =>
      grid !== null && before !== null ? [[grid, before] as const] : [],
    )
    return { kind: 'other', topology: beside.state.value.value, twins: new Map(twins) }
  })
  const choose = (what: Against) => void (against.value = what)
  function again(): void {
    reload()
    beside.reload()
  }
  return { against, choose, found, failure, division, again }
}

export type WorkedComparison = ReturnType<typeof useComparison>
