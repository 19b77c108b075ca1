import type { Answer, Place, UnseenList } from '../api/analysis'
import type { Text } from '../api/shapes'

/** The kinds of blind spots in three groups: no grid serves, nobody looks, out of reach. */
const groups = [
  { name: 'blind', kinds: ['hole', 'inlet', 'overlap', 'unassigned_cell', 'building_without_grid'] },
  { name: 'duty', kinds: ['vacant_post', 'unvisited_building', 'silent_grid'] },
  { name: 'reach', kinds: ['facility_missing', 'beyond_reach'] },
] as const

export type UnseenGroup = { name: (typeof groups)[number]['name']; lists: UnseenList[] }

/** Lists in their groups and order; what is of no group that is known stands with the last. */
export function unseenGroups(lists: readonly UnseenList[]): UnseenGroup[] {
  const known = new Set<string>(groups.flatMap(({ kinds }) => [...kinds]))
  return groups
    .map(({ name, kinds }, i) => {
      const order: readonly string[] = kinds
      const own = order.flatMap((kind) => lists.filter((list) => list.kind === kind))
      const rest = i === groups.length - 1 ? lists.filter(({ kind }) => !known.has(kind)) : []
      return { name, lists: [...own, ...rest] }
    })
    .filter((group) => group.lists.length > 0)
}

/** The places where something should have been reported and was not, as a list beside the others. */
export function silentList(answer: Answer, about: (kind: Text, expected: number) => Text): UnseenList {
  const silent = answer.more?.silent ?? []
  const items = silent.flatMap(({ place: index, class: kind, expected }) => {
    const place = answer.places?.[index]
    return place ? [itemOf(place, about(kind.name, expected ?? 0))] : []
  })
  return {
    kind: 'silent_grid',
    title: null,
    words: null,
    count: items.length,
    households: null,
    items,
    more: false,
  }
}

const itemOf = (place: Place, about: Text) => ({
  id: place.id,
  name: place.name,
  at: place.at,
  grid: null,
  community: place.community ? { id: 0, code: '', name: place.community } : null,
  households: place.households,
  square_metres: null,
  days: null,
  post: null,
  about,
})
