import type { Router } from 'vue-router'
import { locate } from '../api/locate'
import type { Found } from '../api/search'
import { useScene } from '../map/scene-store'

/** What a found thing is called in a list: its name, else what else is known of it. */
export function titleOf(found: Found): string {
  return found.name || found.detail || found.code
}

/** The second line of a found thing: what the first does not say. */
export function detailOf(found: Found): string {
  const parts = found.name ? [found.detail, found.code] : [found.code]
  return parts.filter((part) => part !== '').join(' · ')
}

/**
 * Opens what was found: an area's card, or for anything that stands in a grid a pin on the map and
 * the card of that grid.
 */
export async function openFound(found: Found, router: Router): Promise<void> {
  const scene = useScene()
  scene.pin = null
  if (found.kind === 'community') {
    await router.push({ name: 'community', params: { code: found.code } })
  } else if (found.kind === 'grid' || found.kind === 'area') {
    await router.push({ name: 'area', params: { id: found.id } })
  } else {
    await openInGrid(found, router)
  }
}

async function openInGrid(found: Found, router: Router): Promise<void> {
  const scene = useScene()
  const [lon, lat] = found.at
  const answer = await locate({ lon, lat, crs: 'cgcs2000', accuracy: 0 })
  const inGrid = answer.rule === 'inside' || answer.rule === 'border'
  scene.pin = { at: found.at, name: titleOf(found), inGrid }
  scene.goTo(
    found.bounds ? { kind: 'bounds', bounds: found.bounds } : { kind: 'point', at: found.at, metres: 180 },
  )
  if (!inGrid || !answer.area) return
  const target = `/a/${answer.area.id}`
  if (router.currentRoute.value.path === target) return
  scene.stay()
  await router.push(target)
}
