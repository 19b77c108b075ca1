import * as v from 'valibot'
import type { Community } from '../api/community'
import type { Found } from '../api/search'
import type { Grant } from '../api/session'
import { AreaId } from '../api/shapes'

/** An area that can be chosen, with its chain from the top down to itself. */
export type AreaNode = {
  id: AreaId
  code: string
  name: string
  level: string // its key
  chain: readonly AreaId[]
  /** The names of what it lies in, from the top. */
  path: readonly string[]
}

/** What was chosen: nothing yet, the whole district, or an area. */
export type AreaChoice = { kind: 'none' } | { kind: 'whole' } | { kind: 'area'; id: AreaId; name: string }

/** The communities and all that they lie in, each after what it lies in, by code within it. */
export function areaTree(communities: readonly Community[], communityLevel: string): AreaNode[] {
  const nodes = new Map<AreaId, AreaNode>()
  for (const community of communities) {
    const chain: AreaId[] = []
    const path: string[] = []
    const own = { id: community.id, code: community.code, name: community.name, level: communityLevel }
    for (const { id, code, name, level } of [...community.parents, own]) {
      chain.push(id)
      if (!nodes.has(id)) nodes.set(id, { id, code, name, level, chain: [...chain], path: [...path] })
      path.push(name)
    }
  }
  return inOrder([...nodes.values()])
}

function inOrder(nodes: readonly AreaNode[]): AreaNode[] {
  const under = new Map<AreaId | null, AreaNode[]>()
  for (const node of nodes) {
    const parent = node.chain.at(-2) ?? null
    under.set(parent, [...(under.get(parent) ?? []), node])
  }
  const walk = (parent: AreaId | null): AreaNode[] =>
    (under.get(parent) ?? [])
      .sort((a, b) => (a.code < b.code ? -1 : 1))
      .flatMap((node) => [node, ...walk(node.id)])
  return walk(null)
}

/** Those whose name or code holds the words; codes from their beginning come first. */
export function matchingAreas(nodes: readonly AreaNode[], words: string): AreaNode[] {
  const wanted = words.trim().toLowerCase()
  if (wanted === '') return [...nodes]
  const begins = (node: AreaNode) => node.code.toLowerCase().startsWith(wanted)
  const holds = (node: AreaNode) =>
    node.name.toLowerCase().includes(wanted) || node.code.toLowerCase().includes(wanted)
  const found = nodes.filter(holds)
  return [...found.filter(begins), ...found.filter((node) => !begins(node))]
}

/** Where someone may give roles: everywhere, or in these areas and all under them. */
export function rolesToGive(grants: readonly Grant[]): 'everywhere' | ReadonlySet<AreaId> {
  const mine = grants.filter(({ role, in_force }) => role === 'administrator' && in_force)
  const areas = mine.flatMap(({ area }) => (area ? [area.id] : []))
  return areas.length < mine.length ? 'everywhere' : new Set(areas)
}

/** Those that lie in what someone may give roles in. */
export function within(nodes: readonly AreaNode[], reach: 'everywhere' | ReadonlySet<AreaId>): AreaNode[] {
  if (reach === 'everywhere') return [...nodes]
  return nodes.filter(({ chain }) => chain.some((id) => reach.has(id)))
}

/**
 * What the server found that the tree does not hold: grids, and what lies between them and their
 * community.
 */
export function foundAreas(
  found: readonly Found[],
  nodes: readonly AreaNode[],
  gridLevel: string,
): AreaNode[] {
  const known = new Map(nodes.map((node) => [node.id, node]))
  return found.flatMap(({ kind, id, code, name, community_id }): AreaNode[] => {
    const areaId = v.safeParse(AreaId, id)
    if ((kind !== 'grid' && kind !== 'area') || !areaId.success || known.has(areaId.output)) return []
    const community = community_id === null ? undefined : known.get(community_id)
    return [
      {
        id: areaId.output,
        code,
        name,
        level: kind === 'grid' ? gridLevel : '',
        chain: [...(community?.chain ?? []), areaId.output],
        path: community ? [...community.path, community.name] : [],
      },
    ]
  })
}
