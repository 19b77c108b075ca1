import { computed, type ComputedRef } from 'vue'
import { AreaId, type Bounds } from '../api/shapes'
import { covers } from '../session/scope'
import { useDistrict } from '../district/district-store'
import { useSession } from '../session/session-store'
import { useQuery } from '../ui/use-query'
import * as v from 'valibot'
import { againstOf, spanOf, tabOf, year, type Against, type Look, type Span, type Tab } from './question'

/** An area that can be asked about, under the one that it is listed below. */
export type Choice = { id: number; name: string; level: 'district' | 'street' | 'community'; bounds: Bounds }

const roles = ['viewer', 'patrol', 'planner', 'leader', 'administrator'] as const

export type Lead = ReturnType<typeof useLead>

/** What the leader looks at; all of it is in the page's address, so that it can be sent. */
export function useLead() {
  const query = useQuery(['tab', 'area', 'days', 'until', 'kinds', 'against', 'spot', 'show'])
  const district = useDistrict()
  const choices = useChoices()
  const tab = computed<Tab>({
    get: () => tabOf(query.tab),
    set: (to) => change({ tab: to, spot: '', show: '' }),
  })
  const days = computed<Span>({
    get: () => spanOf(query.days),
    set: (to) => change({ days: String(to), spot: '' }),
  })
  const against = computed<Against>({
    get: () => againstOf(query.against),
    set: (to) => change({ against: to }),
  })
  /** Today: periods end with yesterday, the last whole day. */
  const today = computed(() => district.district?.day ?? null)
  const until = computed<string | null>({
    get: () => (/^\d{4}-\d\d-\d\d$/.test(query.until) ? query.until : today.value),
    set: (to) => change({ until: to === null || to === today.value ? '' : to, spot: '' }),
  })
  const kinds = computed<readonly string[]>({
    get: () => query.kinds.split(',').filter(Boolean),
    set: (to) => change({ kinds: to.join(','), spot: '' }),
  })
  const area = computed<Choice | null>({
    get: () => choices.value.find(({ id }) => String(id) === query.area) ?? choices.value[0] ?? null,
    set: (to) => change({ area: to ? String(to.id) : '', spot: '' }),
  })
  const look = computed<Look | null>(() =>
    area.value && until.value
      ? { area: area.value.id, days: days.value, until: until.value, kinds: kinds.value }
      : null,
  )
  const spot = computed<number | null>({
    get: () => (query.spot === '' ? null : Number(query.spot)),
    set: (to) => change({ spot: to === null ? '' : String(to) }),
  })
  /** What of the tab is shown on the map, where there is a choice. */
  const show = computed<string>({ get: () => query.show, set: (to) => change({ show: to }) })
  /** Whether the map shows which way hot spots go: that is seen over a year, whatever the period is. */
  const yearly = computed(() => tab.value === 'hot' && show.value !== 'class')
  /** How many days the map shows. */
  const drawn = computed<Span>(() => (yearly.value ? year : days.value))

  function change(to: Partial<typeof query>): void {
    performance.mark('lead-asked')
    Object.assign(query, to)
  }
  /** Other filters, as what is chosen in lists and boxes says. */
  const choose = {
    area: (id: string) => change({ area: id, spot: '' }),
    days: (text: string) => (days.value = spanOf(text)),
    against: (text: string) => (against.value = againstOf(text)),
    kinds: (codes: readonly string[]) => (kinds.value = codes),
  }
  return { choose, tab, days, against, today, until, kinds, area, choices, look, spot, show, yearly, drawn }
}

/** The areas that the reader may ask about: the district, its streets, its communities, as far as granted. */
function useChoices(): ComputedRef<Choice[]> {
  const district = useDistrict()
  const session = useSession()
  return computed(() => {
    const grants = session.me?.grants ?? []
    const mine = (chain: readonly number[] | null) =>
      covers(grants, roles, chain === null ? null : chain.map((id) => v.parse(AreaId, id)))
    const found = new Map<number, Choice>()
    for (const community of district.communities) {
      const above = community.parents.map(({ id }) => id)
      community.parents.forEach(({ id, name }, i) => {
        if (!mine(above.slice(0, i + 1))) return
        const level = i === 0 ? ('district' as const) : ('street' as const)
        const bounds = around(found.get(id)?.bounds, community.bounds)
        found.set(id, { id, name, level, bounds })
      })
      if (!mine([...above, community.id])) continue
      found.set(community.id, { ...community, level: 'community' })
    }
    const rank = { district: 0, street: 1, community: 2 } as const
    return [...found.values()]
      .map(({ id, name, level, bounds }) => ({ id, name, level, bounds }))
      .sort((a, b) => rank[a.level] - rank[b.level])
  })
}

/** The box around two. */
export function around(a: Bounds | undefined, b: Bounds): Bounds {
  if (!a) return b
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]
}
