import type { Picked } from './issue'

/** What lies under a point of the map. */
export type Hit = { kind: 'grid' | 'above'; id: number } | { kind: 'issues'; picked: Picked } | null

/** Something that the map has drawn, as far as it matters here. */
type Drawn = { id?: string | number | undefined; layer: { id: string } }

/** Below this zoom a grid is too small to be meant, so what lies above it is. */
const gridZoom = 12

/**
 * The area that is meant by a point of the map, of all that is drawn there. What is above grids is
 * a community, or far away the area right above communities: their tiles hold one or the other.
 */
export function areaOf(drawn: readonly Drawn[], zoom: number): Hit {
  const idIn = (layer: string) => {
    const id = drawn.find((one) => one.layer.id === layer)?.id
    return typeof id === 'number' ? id : null
  }
  const grid = idIn('grid-fill')
  if (grid !== null && zoom >= gridZoom) return { kind: 'grid', id: grid }
  const above = idIn('community-fill')
  return above === null ? null : { kind: 'above', id: above }
}

/** The screen of an area: the one of a community where it is one, or else its card. */
export function pathTo(id: number, community: { code: string } | null): string {
  return community ? `/c/${encodeURIComponent(community.code)}` : `/a/${id}`
}
