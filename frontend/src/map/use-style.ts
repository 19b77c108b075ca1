import type { StyleSpecification } from 'maplibre-gl'
import { computed, type ComputedRef } from 'vue'
import type { District } from '../api/district'
import type { Bounds } from '../api/shapes'
import { useDistrict } from '../district/district-store'
import { useHere } from '../locate/here-store'
import { useSession } from '../session/session-store'
import { useWords } from '../shell/use-words'
import { heatFullFor, metresPerPixel } from './heat'
import { nameZoom } from './names'
import { useScene } from './scene-store'
import { mapStyle } from './style'
import { tokens } from './tokens'

/** The map's style for what the page shows now, and the heat map's full value. */
export function useStyle(
  district: () => District,
  bounds: () => Bounds,
): { style: ComputedRef<StyleSpecification>; heatFull: ComputedRef<number> } {
  const { language } = useWords()
  const scene = useScene()
  const here = useHere()
  const known = useDistrict()
  const session = useSession()
  const latitude = computed(() => (bounds()[1] + bounds()[3]) / 2)
  const heatFull = computed(() => heatFullFor(district().counts.issues ?? 0, squareKilometres(bounds())))
  const nameZooms = computed(() => {
    const above = new Set(known.communities.map(({ parents }) => parents.at(-1)?.id))
    const zoomFor = (areas: number) => nameZoom(areas, squareKilometres(bounds()), latitude.value)
    return { communities: zoomFor(known.communities.length), above: zoomFor(above.size) }
  })
  const where = computed(() =>
    here.state.phase === 'found' ? { point: here.state.answer.point, accuracy: here.state.accuracy } : null,
  )
  const style = computed(() =>
    mapStyle({
      tokens,
      origin: window.location.origin,
      language: language.value,
      community: scene.community,
      selected: scene.selected,
      issues: session.shows('issues') ? scene.issues : null,
      heatFull: heatFull.value,
      latitude: latitude.value,
      nameZooms: nameZooms.value,
      here: where.value,
      pin: scene.pin?.at ?? null,
      picked: scene.picked?.at ?? null,
      baseMap: known.baseMap,
    }),
  )
  return { style, heatFull }
}

function squareKilometres([west, south, east, north]: Bounds): number {
  const perDegree = metresPerPixel((south + north) / 2, 0) * (512 / 360) // metres per degree of longitude
  return ((east - west) * perDegree * (north - south) * 110_946) / 1e6
}
