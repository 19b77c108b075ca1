import { GeoJSONSource, RasterTileSource, type Map as MapLibre, type StyleSpecification } from 'maplibre-gl'
import type { Feature } from 'geojson'
import type { Bounds } from '../api/shapes'
import { basics, flatMap, tellIdle, tellScale } from '../map/flat-map'
import { framesOf } from './frames'
import { keepSheets } from './kept-sheets'
import { heatSource, leadSources, sheetsOf, type LeadSource } from './lead-style'
import { marksApart } from './marks-apart'
import { patternImage, patterns } from './patterns'

export type LeadHandlers = {
  onPlace: (layer: AreaLayer, id: number) => void
  onSpot: (number: number) => void
  onUnseen: (key: string) => void
  onIdle: (idle: boolean) => void
  onScale: (metresPerPixel: number) => void
  onLoad: () => void
}

export type AreaLayer = 'grids'

/** How an area is filled, by its id. */
export type Fills = ReadonlyMap<number, string>

export type LeadMap = ReturnType<typeof openLeadMap>

/** Draws the leader's map into a container. Throws where there is no WebGL. */
export function openLeadMap(
  container: HTMLElement,
  style: StyleSpecification,
  bounds: Bounds,
  handlers: LeadHandlers,
) {
  const map = flatMap({
    container,
    style,
    minZoom: 7,
    maxZoom: 19,
    fadeDuration: 0,
    bounds,
    fitBoundsOptions: { padding: paddingIn(container) },
  })
  const standing = new Set<string>()
  const isEmpty = (source: string) => drawn.has(source) && !standing.has(source)
  const kept = keepSheets(map, ['ground', 'areas'], sheetsOf(style), isEmpty)
  const furnish = () => {
    kept.add() // before a pattern tells that the style is another: the heat map is laid over it then
    addPatterns(map)
  }
  listen(map, handlers, furnish)
  return controls(map, furnish, kept.cover, standing)
}

/** Room for what stands on the map: legend and months below, buttons above. */
const paddingIn = ({ clientWidth, clientHeight }: HTMLElement) =>
  clientWidth < 600
    ? { top: 56, right: 24, bottom: 30, left: 24 }
    : { top: 28, right: 76, bottom: Math.min(290, clientHeight * 0.42), left: 28 }

function listen(map: MapLibre, handlers: LeadHandlers, furnish: () => void): void {
  const picked = (layers: string[], point: { x: number; y: number }) =>
    map.queryRenderedFeatures([point.x, point.y], { layers: layers.filter((id) => map.getLayer(id)) })
  map.on('click', ({ point }) => {
    const [spot] = picked(['spots'], point)
    if (typeof spot?.properties.number === 'number') return handlers.onSpot(spot.properties.number)
    const [unseen] = picked(['unseen'], point)
    if (typeof unseen?.properties.key === 'string') return handlers.onUnseen(unseen.properties.key)
    const [area] = picked(['lead-grids'], point)
    if (typeof area?.id === 'number') handlers.onPlace('grids', area.id)
  })
  map.on('mousemove', ({ point }) => {
    const [found] = picked(['spots', 'unseen', 'lead-grids'], point)
    map.getCanvas().style.cursor = found ? 'pointer' : ''
  })
  tellScale(map, handlers.onScale)
  map.on('load', () => {
    furnish()
    handlers.onLoad()
  })
  tellIdle(map, handlers.onIdle)
}

/** Patterns are pictures that the style names: `hatch` in ink, `hatch-white` in white. */
function addPatterns(map: MapLibre): void {
  for (const pattern of patterns) {
    if (map.hasImage(pattern)) continue
    map.addImage(pattern, patternImage(pattern, [28, 39, 51]), { pixelRatio: 2 })
    map.addImage(`${pattern}-white`, patternImage(pattern, [255, 255, 255]), { pixelRatio: 2 })
  }
}

const drawn: ReadonlySet<string> = new Set(leadSources)

/**
 * furnish: puts into a new style what a style cannot say; cover: tells of a layer that is added; standing: the sources
 * in which something stands, for nothing is not put where there is nothing.
 */
function controls(map: MapLibre, furnish: () => void, cover: (layer: string) => void, standing: Set<string>) {
  const frames = framesOf(map)
  let filled: Fills = new Map()
  let heat: string | null = null
  function put(name: LeadSource, features: Feature[]) {
    const source = map.getSource(name)
    if (!(source instanceof GeoJSONSource) || (features.length === 0 && !standing.has(name))) return
    if (features.length > 0) standing.add(name)
    else standing.delete(name)
    frames.give(name)
    void source.setData({ type: 'FeatureCollection', features })
  }
  let spots: Feature[] = []
  function placeSpots() {
    const { marks, legs } = marksApart(map, spots)
    put('legs', legs)
    put('spots', marks)
  }
  map.on('zoomend', () => spots.length > 0 && placeSpots())
  return {
    ...basics(map),
    set(name: LeadSource, features: Feature[]) {
      if (name !== 'spots') return put(name, features)
      spots = features
      placeSpots()
    },
    /** Fills grids; those that are not named any more are empty again. */
    fill(fills: Fills) {
      if (!map.getSource('areas') || fills === filled) return
      const grid = (id: number) => ({ source: 'areas', sourceLayer: 'grids', id })
      for (const [id, colour] of fills)
        if (filled.get(id) !== colour) map.setFeatureState(grid(id), { fill: colour })
      for (const id of filled.keys()) if (!fills.has(id)) map.removeFeatureState(grid(id), 'fill')
      filled = fills
      frames.give('areas')
      // Where nothing is filled, no empty colour is laid over the map.
      map.setPaintProperty('lead-grids', 'fill-layer-opacity', fills.size > 0 ? 1 : 0)
    },
    /** Shows the heat map of an address; null: none. */
    heat(tiles: string | null) {
      if (tiles === heat) return
      heat = tiles
      const source = map.getSource(heatSource)
      if (tiles !== null && source instanceof RasterTileSource) {
        source.setTiles([tiles])
        frames.give(heatSource)
        return
      }
      if (map.getLayer('heat')) map.removeLayer('heat')
      if (source) map.removeSource(heatSource)
      if (tiles === null) return
      map.addSource(heatSource, { type: 'raster', tiles: [tiles], tileSize: 256, maxzoom: 18 })
      map.addLayer(
        {
          id: 'heat',
          type: 'raster',
          source: heatSource,
          paint: { 'raster-opacity': 0.86, 'raster-fade-duration': 0 },
        },
        'lead-grid-case',
      )
      cover('heat')
    },
    /** Paints in one frame all that is given, when it is ready. */
    together: (give: () => void) => frames.together(give),
    /** Goes to another area at once, and paints what stands there with what is given next. */
    jump(bounds: Bounds) {
      map.fitBounds(bounds, { padding: paddingIn(map.getContainer()), maxZoom: 17, duration: 0 })
      frames.jumped()
    },
    /** Goes to a box, in so many milliseconds. */
    go: (bounds: Bounds, maxZoom = 17, duration = 500) =>
      map.fitBounds(bounds, { padding: paddingIn(map.getContainer()), maxZoom, duration }),
    zoomBy: (steps: number) => map.easeTo({ zoom: map.getZoom() + steps, duration: 200 }),
    restyle(style: StyleSpecification) {
      filled = new Map()
      standing.clear()
      heat = null
      frames.release()
      map.once('styledata', furnish)
      map.setStyle(style, { diff: false })
    },
  }
}
