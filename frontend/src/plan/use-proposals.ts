import { onBeforeUnmount, ref, shallowRef, watch } from 'vue'
import { fetchProposals, type Proposal, type Proposed, type Unmet } from '../api/plan-work'
import { useAnnouncer } from '../shell/announcer'
import { useDeed } from '../ui/use-deed'
import type { Gestures } from './use-gestures'
import type { WorkedPlan } from './use-plan'
import { usePlanWords } from './use-plan-words'

/** What is to be said of the proposals as a whole, or of there being none. */
export type Verdict =
  | 'outdated'
  | 'stopped'
  | 'noNeed'
  | 'noNeedButBetter'
  | 'noBetter'
  | 'noneFound'
  | 'noneMeets'
  | 'noneNearer'

/** Has plans proposed, which can be stopped; what was found goes when the plan becomes another. */
export function useProposals(plan: WorkedPlan, gestures: Gestures) {
  const { t, count } = usePlanWords()
  const announcer = useAnnouncer()
  const mode = ref<'repair' | 'redraw'>('repair')
  const proposals = shallowRef<Proposal[] | null>(null)
  const verdict = ref<Verdict | null>(null)
  const looked = shallowRef<Proposal | null>(null)
  /** What the nearest proposal does not meet, when none meets everything. */
  const nearest = shallowRef<readonly Unmet[]>([])
  const { busy, failure, run } = useDeed()
  const taking = useDeed()
  let madeFor = -1
  let computing: AbortController | null = null
  const stop = () => computing?.abort()
  onBeforeUnmount(() => {
    stop()
    if (looked.value) gestures.drop()
  })

  function put(found: Proposal[] | null, judged: Verdict | null): void {
    proposals.value = found
    verdict.value = judged
    if (judged) announcer.say(t(`plan.${judged}`))
    else if (found) announcer.say(t('plan.found', { n: count(found.length) }))
  }

  async function compute(): Promise<void> {
    const mine = (computing = new AbortController())
    put(null, null)
    if (looked.value) gestures.drop()
    looked.value = null
    await run(async () => {
      void plan.loadRow() // its figures as they are now stand beside those of the proposals
      const all = await fetchProposals(plan.id, mode.value, mine.signal)
      // One without operations is the plan as it is: there is nothing to take over.
      const found = all.proposals.filter(({ operations }) => operations.length > 0)
      madeFor = all.revision
      put(found, verdictOn(mode.value, all, found.length))
      nearest.value = all.outcome === 'unmet' ? (all.proposals[0]?.problems ?? []) : []
      if (madeFor !== plan.revision.value) put(null, 'outdated')
    })
    if (!mine.signal.aborted) return
    failure.value = null
    put(null, 'stopped')
  }

  watch(plan.revision, (at) => {
    if (proposals.value && at !== madeFor && !taking.busy.value) put(null, 'outdated')
  })

  return { mode, proposals, looked, verdict, nearest, busy, failure, taking, compute, stop }
}

function verdictOn(mode: 'repair' | 'redraw', all: Proposed, found: number): Verdict | null {
  if (mode === 'repair' && all.outcome === 'in_order') return found > 0 ? 'noNeedButBetter' : 'noNeed'
  if (all.outcome === 'unmet' && all.proposals.length > 0) return found > 0 ? 'noneMeets' : 'noneNearer'
  if (found > 0) return null
  return all.proposals.length > 0 ? 'noBetter' : 'noneFound'
}
