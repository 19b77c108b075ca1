import type { Community } from '../api/community'

/** The communities of one street, in order of code; street is '' for those without one. */
export type StreetGroup = { street: string; communities: Community[] }

/** The name of the area right above a community: its street. */
export function streetOf(community: Community): string {
  return community.parents.at(-1)?.name ?? ''
}

/** Groups communities by street, keeping the order in which streets first come by code. */
export function byStreet(communities: readonly Community[]): StreetGroup[] {
  const groups = new Map<string, Community[]>()
  for (const community of [...communities].sort((a, b) => compare(a.code, b.code))) {
    const street = streetOf(community)
    groups.set(street, [...(groups.get(street) ?? []), community])
  }
  return [...groups].map(([street, members]) => ({ street, communities: members }))
}

/** The communities whose name, code or street holds every word of the query. */
export function matching(communities: readonly Community[], query: string): Community[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean)
  return communities.filter((community) => {
    const text = `${community.name} ${community.code} ${streetOf(community)}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** Whether any grid of a community has a band of households to be in: dedicated ones have none. */
export function hasBand(community: Community): boolean {
  return community.banded > 0
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
