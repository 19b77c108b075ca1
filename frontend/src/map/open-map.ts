import type { Map as MapLibre, Point, PointLike, StyleSpecification } from 'maplibre-gl'
import type { Bounds } from '../api/shapes'
import type { Touch } from '../api/changes'
import type { MapView } from '../shell/map-view'
import { basics, flatMap, tellIdle, tellScale } from './flat-map'
import { areaOf, type Hit } from './hit'
import { issuesOf, type Picked } from './issue'
import type { Aim } from './scene-store'
import { sourceLayers } from './style'
import { tileVersions, type TileVersions } from './tile-versions'

export type Handlers = {
  onHit: (hit: Hit) => void
  onHover: (gridId: number | null) => void
  onView: (view: MapView) => void
  onScale: (metresPerPixel: number) => void
  onIdle: (idle: boolean) => void
}

/** Room around what is shown, for what floats above the map. */
export type Inset = { top: number; right: number; bottom: number; left: number }

export type OpenMap = ReturnType<typeof basics> & {
  restyle: (style: StyleSpecification) => void
  go: (aim: Aim, inset: Inset) => void
  hover: (gridId: number | null) => void
  zoomBy: (steps: number) => void
  /** Fetches the tiles again that were touched, as far as they are seen; others once they are. */
  touch: (touches: readonly Touch[]) => void
  /** Fetches all tiles again. */
  refresh: () => void
}

/** Draws a map into a container. Throws where there is no WebGL. */
export function openMap(
  container: HTMLElement,
  style: StyleSpecification,
  start: { view: MapView } | { bounds: Bounds; inset: Inset },
  handlers: Handlers,
): OpenMap {
  const versions = tileVersions()
  const map = flatMap({
    container,
    style,
    transformRequest: (url) => ({ url: versions.request(url) }),
    minZoom: 6, // the first zoom with areas
    maxZoom: 19,
    fadeDuration: 150,
    ...('view' in start
      ? { center: start.view.centre, zoom: start.view.zoom }
      : { bounds: start.bounds, fitBoundsOptions: { padding: start.inset } }),
  })
  listen(map, handlers)
  // Tiles that were out of sight, or still on their way, when something touched them.
  map.on('idle', () => refreshStale(map, versions))
  return controls(map, versions)
}

const sources = ['ground', 'areas', 'issues'] as const

function refreshStale(map: MapLibre, versions: TileVersions): void {
  for (const source of sources) {
    const stale = map.getSource(source) ? versions.stale(sourceLayers[source]) : []
    if (stale.length > 0) map.refreshTiles(source, stale)
  }
}

function controls(map: MapLibre, versions: TileVersions): OpenMap {
  let hovered: number | null = null
  const mark = (id: number | null, on: boolean) => {
    if (id !== null && map.getSource('areas'))
      map.setFeatureState({ source: 'areas', sourceLayer: 'grids', id }, { hovered: on })
  }
  return {
    ...basics(map),
    restyle(style) {
      map.setStyle(style, { diff: true })
      map.triggerRepaint() // also where nothing differs, so that the map tells when it is idle
    },
    go: (aim, inset) => go(map, aim, inset),
    hover(id) {
      if (id === hovered) return
      mark(hovered, false)
      mark(id, true)
      hovered = id
    },
    zoomBy: (steps) => map.easeTo({ zoom: map.getZoom() + steps, duration: 250 }),
    touch(touches) {
      versions.touch(touches)
      refreshStale(map, versions)
    },
    refresh: () => {
      for (const source of sources) if (map.getSource(source)) map.refreshTiles(source)
    },
  }
}

function go(map: MapLibre, aim: Aim, padding: Inset): void {
  if (aim.kind === 'bounds') {
    map.fitBounds(aim.bounds, { padding, maxZoom: 17, duration: 700 })
    return
  }
  const [lon, lat] = aim.at
  const east = aim.metres / (111_320 * Math.cos((lat * Math.PI) / 180))
  const north = aim.metres / 110_946
  map.fitBounds([lon - east, lat - north, lon + east, lat + north], { padding, maxZoom: 18, duration: 700 })
}

function listen(map: MapLibre, handlers: Handlers): void {
  map.on('click', (event) => handlers.onHit(hitAt(map, event.point)))
  map.on('mousemove', (event) => {
    const hit = hitAt(map, event.point)
    map.getCanvas().style.cursor = hit ? 'pointer' : ''
    handlers.onHover(hit?.kind === 'grid' ? hit.id : null)
  })
  map.on('mouseout', () => handlers.onHover(null))
  map.getCanvas().addEventListener('keydown', (event) => {
    if (event.key === 'Enter') handlers.onHit(hitAt(map, map.project(map.getCenter())))
  })
  tellScale(map, handlers.onScale)
  map.on('moveend', () => {
    const { lng, lat } = map.getCenter()
    handlers.onView({ centre: [lng, lat], zoom: map.getZoom() })
  })
  tellIdle(map, handlers.onIdle)
}

/** How near to a dot a click means it, pixels. */
const reach = 4

/** The reports whose dots are at a point of the map, with where the first of them is. */
function pickedAt(map: MapLibre, { x, y }: Point): Picked | null {
  if (!map.getLayer('issue-points')) return null
  const box: [PointLike, PointLike] = [
    [x - reach, y - reach],
    [x + reach, y + reach],
  ]
  const drawn = map.queryRenderedFeatures(box, { layers: ['issue-points'] })
  const issues = issuesOf(drawn)
  const first = drawn.find((feature) => feature.id === issues[0]?.id)
  if (first?.geometry.type !== 'Point') return null
  const [lon, lat] = first.geometry.coordinates
  return lon === undefined || lat === undefined ? null : { at: [lon, lat], issues }
}

function hitAt(map: MapLibre, point: Point): Hit {
  const picked = pickedAt(map, point)
  if (picked) return { kind: 'issues', picked }
  const layers = ['grid-fill', 'community-fill'].filter((id) => map.getLayer(id))
  return areaOf(map.queryRenderedFeatures(point, { layers }), map.getZoom())
}
