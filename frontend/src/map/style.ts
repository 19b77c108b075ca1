import type { LayerSpecification, StyleSpecification } from 'maplibre-gl'
import type { AreaId, LonLat } from '../api/shapes'
import type { Picked } from './issue'
import { borderLayers, fillLayers, labelLayers } from './style-areas'
import { groundLayers, overlayLayers } from './style-ground'
import type { NameZooms } from './names'
import { hereLayers, hereSource } from './style-here'
import { heatLayers, pointLayers } from './style-issues'
import type { Tokens } from './tokens'

export type IssueMode = 'off' | 'points' | 'heat'
export type Language = 'zh-CN' | 'en'

/** Where the reader stands: accuracy in metres. */
export type Here = { point: LonLat; accuracy: number }

/** All that the look of the map depends on. */
export type StyleOptions = {
  tokens: Tokens
  /** Scheme, host and port that serve /tiles. */
  origin: string
  language: Language
  /** The community that is looked at; the others step back. */
  community: AreaId | null
  /** The area whose card is open. */
  selected: AreaId | null
  /** How issues are drawn; null: the reader may not see them, and nothing of them is asked for. */
  issues: IssueMode | null
  /** Reports per km² that the deepest colour of the heat map stands for. */
  heatFull: number
  /** For ground lengths in pixels: one for the whole map, which is no wider than a city. */
  latitude: number
  /** From these zooms on there is room for the names of communities, and of the areas above them. */
  nameZooms: NameZooms
  here: Here | null
  /** A found building or facility. */
  pin: LonLat | null
  /** Where issues are that were clicked. */
  picked: Picked['at'] | null
  baseMap: { url: string; attribution: string } | null
}

/** Tile layers by source: one request brings all layers of a source. */
export const sourceLayers = {
  ground: ['water', 'greens', 'estates', 'roads', 'buildings', 'facilities'],
  areas: ['communities', 'grids', 'labels'],
  issues: ['issues'],
} as const

/**
 * The whole map style, from nothing but its options: the same options give the same style, so a
 * change of language, selection or toggle is a new style that MapLibre applies as a difference.
 * Labels are drawn with the reader's own fonts (the style names no glyph server).
 */
export function mapStyle(options: StyleOptions): StyleSpecification {
  const layers: LayerSpecification[] = [
    ...groundLayers(options),
    ...fillLayers(options),
    ...overlayLayers(options),
    ...heatLayers(options),
    ...borderLayers(options),
    ...pointLayers(options),
    ...labelLayers(options),
    ...hereLayers(options),
  ]
  return { version: 8, name: 'Gewu', sources: sources(options), layers }
}

function sources(options: StyleOptions): StyleSpecification['sources'] {
  return {
    ...rasterSource(options),
    ground: tileSource(options, sourceLayers.ground),
    areas: tileSource(options, sourceLayers.areas),
    ...(options.issues === null ? {} : { issues: tileSource(options, sourceLayers.issues) }),
    here: hereSource(options.here, options.pin, options.picked),
  }
}

export function tileSource({ origin }: Pick<StyleOptions, 'origin'>, layers: readonly string[]) {
  return { type: 'vector' as const, url: `${origin}/tiles/${layers.join(',')}.json?versioned=1` }
}

/** The raster of the base map, where there is one. */
export function rasterSource({ baseMap }: Pick<StyleOptions, 'baseMap'>): StyleSpecification['sources'] {
  return baseMap ? { raster: { type: 'raster', tiles: [baseMap.url], tileSize: 256, maxzoom: 18 } } : {}
}
