import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import type { StyleOptions } from './style'
import { colourOf } from './tokens'

type Layers = LayerSpecification[]

/** What the look of the ground depends on. */
export type GroundOptions = Pick<StyleOptions, 'tokens' | 'baseMap'>

const polygon: ExpressionSpecification = ['==', ['geometry-type'], 'Polygon']
const line: ExpressionSpecification = ['==', ['geometry-type'], 'LineString']
const point: ExpressionSpecification = ['==', ['geometry-type'], 'Point']

/** What lies under the grids' colours: paper or raster, estates. */
export function groundLayers(options: GroundOptions): Layers {
  const paper: LayerSpecification = {
    id: 'paper',
    type: 'background',
    paint: { 'background-color': colourOf(options.tokens, 'paper') },
  }
  if (options.baseMap) return [paper, { id: 'raster', type: 'raster', source: 'raster' }]
  return [paper, ...estates(options)]
}

/** What is drawn over the grids' colours so that they do not tint it: parks, water, roads, buildings. */
export function overlayLayers(options: GroundOptions): Layers {
  if (options.baseMap) return buildings(options)
  return [
    ...greens(options),
    ...water(options),
    ...roads(options),
    ...buildings(options),
    ...facilities(options),
  ]
}

function greens({ tokens }: GroundOptions): Layers {
  return [
    {
      id: 'greens',
      type: 'fill',
      source: 'ground',
      'source-layer': 'greens',
      paint: {
        'fill-color': ['match', ['get', 'kind'], 'school', '#efe6d2', colourOf(tokens, 'green')],
        // Half transparent: a park is green, and still in its grid.
        'fill-opacity': 0.62,
      },
    },
  ]
}

function estates({ tokens }: GroundOptions): Layers {
  return [
    {
      id: 'estates',
      type: 'fill',
      source: 'ground',
      'source-layer': 'estates',
      minzoom: 13,
      paint: { 'fill-color': colourOf(tokens, 'line'), 'fill-opacity': 0.5 },
    },
  ]
}

function water({ tokens }: GroundOptions): Layers {
  const colour = colourOf(tokens, 'water')
  return [
    {
      id: 'water',
      type: 'fill',
      source: 'ground',
      'source-layer': 'water',
      filter: polygon,
      paint: { 'fill-color': colour, 'fill-outline-color': '#b3cfdd' },
    },
    {
      id: 'water-lines',
      type: 'line',
      source: 'ground',
      'source-layer': 'water',
      filter: line,
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': colour, 'line-width': ['interpolate', ['linear'], ['zoom'], 10, 1, 16, 5] },
    },
  ]
}

/** Widths in pixels by class at zooms 11, 14 and 17; a path is dashed and has no casing. */
const roadWidths = { arterial: [1.2, 4, 18], road: [0.4, 2, 10], lane: [0, 0.8, 5] } as const

function roadWidth(extra: number): ExpressionSpecification {
  const at = (i: 0 | 1 | 2): ExpressionSpecification => [
    'match',
    ['get', 'class'],
    'arterial',
    roadWidths.arterial[i] + extra,
    'road',
    roadWidths.road[i] + extra,
    roadWidths.lane[i] + extra,
  ]
  return ['interpolate', ['exponential', 1.5], ['zoom'], 11, at(0), 14, at(1), 17, at(2)]
}

function roads({ tokens }: GroundOptions): Layers {
  const driven: ExpressionSpecification = [
    'match',
    ['get', 'class'],
    ['arterial', 'road', 'lane'],
    true,
    false,
  ]
  const bridge: ExpressionSpecification = ['all', driven, ['to-boolean', ['get', 'bridge']]]
  const common = { source: 'ground', 'source-layer': 'roads', type: 'line' as const }
  const order: ExpressionSpecification = ['match', ['get', 'class'], 'arterial', 3, 'road', 2, 1]
  const round = { 'line-cap': 'round' as const, 'line-join': 'round' as const, 'line-sort-key': order }
  const flat = { 'line-cap': 'butt' as const, 'line-join': 'round' as const }
  const white = colourOf(tokens, 'road')
  const casing = colourOf(tokens, 'road-case')
  return [
    {
      ...common,
      id: 'paths',
      minzoom: 15,
      filter: ['==', ['get', 'class'], 'path'],
      paint: { 'line-color': white, 'line-width': 1.4, 'line-dasharray': [2, 1.5], 'line-opacity': 0.9 },
    },
    {
      ...common,
      id: 'rail',
      filter: ['==', ['get', 'class'], 'rail'],
      paint: { 'line-color': colourOf(tokens, 'ink-3'), 'line-width': 1.6, 'line-dasharray': [5, 3] },
    },
    {
      ...common,
      id: 'road-casing',
      minzoom: 13,
      filter: driven,
      layout: round,
      paint: { 'line-color': casing, 'line-width': roadWidth(1.6) },
    },
    {
      ...common,
      id: 'bridges',
      filter: bridge,
      layout: flat,
      paint: { 'line-color': colourOf(tokens, 'ink-3'), 'line-width': roadWidth(2.6) },
    },
    {
      ...common,
      id: 'roads',
      filter: driven,
      layout: round,
      paint: { 'line-color': white, 'line-width': roadWidth(0) },
    },
  ]
}

function buildings({ tokens }: GroundOptions): Layers {
  const common = { source: 'ground', 'source-layer': 'buildings', minzoom: 14 }
  const ink = colourOf(tokens, 'ink')
  const fade: ExpressionSpecification = ['interpolate', ['linear'], ['zoom'], 14, 0.06, 16, 0.13]
  return [
    {
      ...common,
      id: 'buildings',
      type: 'fill',
      filter: polygon,
      paint: { 'fill-color': ink, 'fill-opacity': fade },
    },
    {
      ...common,
      id: 'building-lines',
      type: 'line',
      minzoom: 15,
      filter: polygon,
      paint: { 'line-color': ink, 'line-opacity': 0.22, 'line-width': 0.6 },
    },
    {
      ...common,
      id: 'building-points',
      type: 'circle',
      filter: point,
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 14, 1.5, 17, 4],
        'circle-color': ink,
        'circle-opacity': 0.35,
      },
    },
  ]
}

function facilities({ tokens }: GroundOptions): Layers {
  return [
    {
      id: 'facilities',
      type: 'circle',
      source: 'ground',
      'source-layer': 'facilities',
      minzoom: 16,
      filter: ['!', ['match', ['get', 'kind'], ['park', 'green'], true, false]],
      paint: {
        'circle-radius': 3,
        'circle-color': colourOf(tokens, 'brand'),
        'circle-stroke-color': colourOf(tokens, 'panel'),
        'circle-stroke-width': 1.5,
      },
    },
  ]
}
