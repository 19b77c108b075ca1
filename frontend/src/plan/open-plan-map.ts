import {
  GeoJSONSource,
  type Map as MapLibre,
  type MapMouseEvent,
  type MapTouchEvent,
  type StyleSpecification,
} from 'maplibre-gl'
import type { Feature } from 'geojson'
import type { Bounds, LonLat } from '../api/shapes'
import { basics, flatMap } from '../map/flat-map'
import { metresPerPixel } from '../map/heat'
import { collection } from './features'
import type { PlanSource } from './plan-style'

/** What a pointer or a finger does on the map, where it is on the ground and on the canvas. */
export type Pointed = { at: LonLat; x: number; y: number; touch: boolean }

export type PlanMapHandlers = {
  onDown: (pointed: Pointed) => boolean // true: the gesture is taken, the map does not move
  onMove: (pointed: Pointed, pressed: boolean) => void
  onUp: (pointed: Pointed) => void
  onClick: (pointed: Pointed) => void
  onDouble: (pointed: Pointed) => void
  onLeave: () => void
  onAim: (aimed: boolean) => void // whether keys point at the middle of the map
  onView: () => void
  onIdle: (idle: boolean) => void
  onLoad: () => void
}

/** How much room the tools need beside what is to be seen; a small map has none of them. */
const paddingIn = ({ clientWidth }: HTMLElement) =>
  clientWidth < 600 ? 28 : { top: 64, right: 64, bottom: 96, left: 100 }

/** Draws the map of a plan into a container. Throws where there is no WebGL. */
export function openPlanMap(
  container: HTMLElement,
  style: StyleSpecification,
  bounds: Bounds,
  handlers: PlanMapHandlers,
) {
  const map = flatMap({
    container,
    style,
    doubleClickZoom: false,
    boxZoom: false,
    minZoom: 9,
    maxZoom: 20,
    fadeDuration: 0,
    bounds,
    fitBoundsOptions: { padding: paddingIn(container) },
  })
  listen(map, handlers)
  return controls(map)
}

export type PlanMap = ReturnType<typeof openPlanMap>

function listen(map: MapLibre, handlers: PlanMapHandlers): void {
  const pointed = ({ lngLat, point, originalEvent }: MapMouseEvent | MapTouchEvent): Pointed => ({
    at: [lngLat.lng, lngLat.lat],
    x: point.x,
    y: point.y,
    touch: 'touches' in originalEvent,
  })
  let pressed = false
  map.on('mousedown', (event) => {
    if (event.originalEvent.button !== 0) return
    pressed = handlers.onDown(pointed(event))
    if (pressed) event.preventDefault() // the map does not pan
  })
  map.on('mousemove', (event) => handlers.onMove(pointed(event), pressed))
  map.on('mouseup', (event) => {
    if (!pressed) return
    pressed = false
    handlers.onUp(pointed(event))
  })
  listenToFingers(map, pointed, handlers)
  listenToKeys(map, handlers)
  map.on('click', (event) => handlers.onClick(pointed(event)))
  map.on('dblclick', (event) => handlers.onDouble(pointed(event)))
  map.on('mouseout', () => handlers.onLeave())
  map.on('move', () => handlers.onView())
  map.on('load', () => handlers.onLoad())
  map.on('dataloading', () => handlers.onIdle(false))
  map.on('idle', () => handlers.onIdle(true))
}

/** One finger does what a pressed pointer does; a second one gives the map back, to be moved and zoomed. */
function listenToFingers(
  map: MapLibre,
  pointed: (event: MapTouchEvent) => Pointed,
  { onDown, onMove, onUp }: PlanMapHandlers,
): void {
  let pressed = false
  const end = (event: MapTouchEvent) => {
    if (!pressed) return
    pressed = false
    onUp(pointed(event))
  }
  map.on('touchstart', (event) => {
    if (event.points.length > 1) return end(event)
    pressed = onDown(pointed(event))
    if (pressed) event.preventDefault() // the map does not pan
  })
  map.on('touchmove', (event) => {
    if (!pressed) return
    event.preventDefault()
    onMove(pointed(event), true)
  })
  map.on('touchend', end)
  map.on('touchcancel', end)
}

/** How far Shift and an arrow move the map, pixels; without Shift it is a hundred. */
const nudge = 8
const arrows: Record<string, [number, number]> = {
  ArrowLeft: [-nudge, 0],
  ArrowRight: [nudge, 0],
  ArrowUp: [0, -nudge],
  ArrowDown: [0, nudge],
}

/** Without a pointer: arrows move the map under a cross in its middle, and Space clicks there. */
function listenToKeys(map: MapLibre, { onAim, onClick }: PlanMapHandlers): void {
  const canvas = map.getCanvas()
  canvas.addEventListener('focus', () => onAim(canvas.matches(':focus-visible')))
  canvas.addEventListener('blur', () => onAim(false))
  canvas.addEventListener('keydown', (event) => {
    const by = arrows[event.key]
    if (by) onAim(true)
    if (by && event.shiftKey) {
      event.stopPropagation() // the map would turn
      map.panBy(by, { duration: 0 })
    } else if (event.key === ' ') {
      event.preventDefault()
      onAim(true)
      onClick(middleOf(map))
    }
  })
}

/** The middle of a map, as a finger points at it. */
function middleOf(map: MapLibre): Pointed {
  const { lng, lat } = map.getCenter()
  return { at: [lng, lat], ...map.project([lng, lat]), touch: true }
}

function controls(map: MapLibre) {
  const source = (name: PlanSource) => {
    const found = map.getSource(name)
    return found instanceof GeoJSONSource ? found : null
  }
  const marked = new Map<string, number>()
  return {
    ...basics(map),
    set: (name: PlanSource, features: Feature[]) => source(name)?.setData(collection(features)),
    /** Takes features out and puts others in their place, by id. */
    replace: (name: PlanSource, ids: Iterable<number>, features: Feature[]) =>
      source(name)?.updateData({ remove: [...ids], add: features }),
    /** Marks one grid in a way, instead of the one before. */
    mark(state: 'hovered' | 'selected', grid: number | null) {
      const before = marked.get(state)
      if (before !== undefined) map.setFeatureState({ source: 'fills', id: before }, { [state]: false })
      marked.delete(state)
      if (grid === null) return
      map.setFeatureState({ source: 'fills', id: grid }, { [state]: true })
      marked.set(state, grid)
    },
    go: (bounds: Bounds) =>
      map.fitBounds(bounds, {
        padding: paddingIn(map.getContainer()),
        maxZoom: 18,
        duration: 400,
      }),
    zoomBy: (steps: number) => map.easeTo({ zoom: map.getZoom() + steps, duration: 200 }),
    middle: () => middleOf(map),
    metresPerPixel: () => metresPerPixel(map.getCenter().lat, map.getZoom()),
    bounds: (): Bounds => {
      const seen = map.getBounds()
      return [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()]
    },
    project: ([lon, lat]: LonLat) => map.project([lon, lat]),
    cursor: (cursor: string) => (map.getCanvas().style.cursor = cursor),
    restyle: (style: StyleSpecification) => map.setStyle(style, { diff: true }),
  }
}
