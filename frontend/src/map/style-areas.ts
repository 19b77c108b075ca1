import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl'
import type { StyleOptions } from './style'
import type { GroundOptions } from './style-ground'
import { boldFont, italicFont, textFont } from './style-fonts'
import { colourOf, type Tokens } from './tokens'

type Layers = LayerSpecification[]

/** The first zooms at which tiles hold communities, not the areas above them, and grids. */
const communitiesFrom = 9
const gridsFrom = 11

/** How strongly an area's colour is drawn. */
export const fillOpacity = { plain: 0.45, hovered: 0.58, selected: 0.64, aside: 0.14, heat: 0.05 } as const

/** The fill of `colour` 0–7: --g1 … --g8. */
export function gridColour(tokens: Tokens): ExpressionSpecification {
  const of = (n: number) => colourOf(tokens, `g${n}`)
  return [
    'match', ['get', 'colour'],
    1, of(2), 2, of(3), 3, of(4), 4, of(5), 5, of(6), 6, of(7), 7, of(8),
    of(1),
  ] // prettier-ignore
}

/** The colours of communities and grids, under roads and buildings. */
export function fillLayers(options: StyleOptions): Layers {
  const colour = gridColour(options.tokens)
  return [
    {
      id: 'community-fill',
      type: 'fill',
      source: 'areas',
      'source-layer': 'communities',
      paint: { 'fill-color': colour, 'fill-opacity': communityOpacity(options) },
    },
    {
      id: 'grid-fill',
      type: 'fill',
      source: 'areas',
      'source-layer': 'grids',
      minzoom: gridsFrom,
      paint: { 'fill-color': colour, 'fill-opacity': gridOpacity(options) },
    },
  ]
}

function communityOpacity({ community, issues }: StyleOptions): ExpressionSpecification {
  const { plain, aside, heat } = fillOpacity
  const far = issues === 'heat' ? heat : plain
  const near: ExpressionSpecification | number =
    community === null || issues === 'heat' ? far : ['case', ['==', ['id'], community], plain, aside]
  // Where the grids are drawn, this only catches clicks on land that no grid covers.
  return ['step', ['zoom'], far, communitiesFrom, near, gridsFrom, 0]
}

function gridOpacity({ community, selected, issues }: StyleOptions): ExpressionSpecification | number {
  // Under a heat map a pastel would change what its colours mean.
  if (issues === 'heat') return fillOpacity.heat
  const hovered: ExpressionSpecification = ['boolean', ['feature-state', 'hovered'], false]
  const plain: ExpressionSpecification | number =
    community === null
      ? fillOpacity.plain
      : ['case', ['==', ['get', 'community_id'], community], fillOpacity.plain, fillOpacity.aside]
  return [
    'case',
    ['==', ['id'], selected ?? 0], fillOpacity.selected,
    hovered,
    fillOpacity.hovered,
    plain,
  ] // prettier-ignore
}

/** What a line is drawn along, and from which zoom on. */
type Border = { layer: 'grids' | 'communities'; filter?: FilterSpecification; minzoom: number }

/** A line along areas in the colour of a token. */
export function border(
  tokens: Tokens,
  id: string,
  on: Border,
  colour: string,
  width: ExpressionSpecification,
): LayerSpecification {
  return {
    id,
    type: 'line',
    source: 'areas',
    'source-layer': on.layer,
    minzoom: on.minzoom,
    ...(on.filter ? { filter: on.filter } : {}),
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': colourOf(tokens, colour), 'line-width': width },
  }
}

const growing = (far: number, near: number): ExpressionSpecification => [
  'interpolate',
  ['linear'],
  ['zoom'],
  7,
  far * 0.4, // whole districts are small there
  11,
  far,
  16,
  near,
]

/** Borders, above roads and buildings, and the outline of what is selected. */
export function borderLayers(options: StyleOptions): Layers {
  return [...borders(options), ...selection(options)]
}

/** Dark lines on a white casing; a community's are heavier than a grid's. */
function borders({ tokens }: StyleOptions): Layers {
  const grids: Border = { layer: 'grids', minzoom: gridsFrom }
  const communities: Border = { layer: 'communities', minzoom: 6 }
  return [
    border(tokens, 'grid-border-case', grids, 'border-case', growing(1.6, 4.6)),
    border(tokens, 'grid-border', grids, 'border-line', growing(0.6, 1.7)),
    border(tokens, 'community-border-case', communities, 'border-case', growing(3.4, 8)),
    border(tokens, 'community-border', communities, 'border-line', growing(1.5, 3.4)),
  ]
}

/** The grid or else the community that is looked at, outlined in the brand's colour. */
function selection({ tokens, community, selected }: StyleOptions): Layers {
  const ring = (name: string, layer: Border['layer'], id: number): Layers => {
    const on: Border = { layer, minzoom: 6, filter: ['==', ['id'], id] }
    return [
      border(tokens, `${name}-case`, on, 'border-case', growing(5, 10)),
      border(tokens, name, on, 'brand', growing(2.4, 5)),
    ]
  }
  if (selected === null || selected === community)
    return community === null ? [] : ring('community-ring', 'communities', community)
  // What lies in no community may be above them all, and is drawn far away only.
  return [
    ...(community === null ? ring('above-ring', 'communities', selected) : []),
    ...ring('selected-ring', 'grids', selected),
  ]
}

/** Names and numbers, above everything but the reader's own position. */
export function labelLayers(options: StyleOptions): Layers {
  return [...placeNames(options), gridLabels(options), communityLabels(options), aboveLabels(options)]
}

/** White around a text, so that it is read on any colour. */
export const halo = (tokens: Tokens) => ({
  'text-halo-color': colourOf(tokens, 'panel'),
  'text-halo-width': 1.8,
  'text-halo-blur': 0.4,
})

function gridLabels({ tokens, language, community }: StyleOptions): LayerSpecification {
  const households: ExpressionSpecification =
    language === 'en'
      ? ['concat', ['to-string', ['get', 'households']], ' hh']
      : ['concat', ['to-string', ['get', 'households']], ' 户']
  const number: ExpressionSpecification = ['get', 'short']
  const both: ExpressionSpecification = [
    'format',
    number, { 'font-scale': 1 },
    '\n', {},
    households, { 'font-scale': 0.86, 'text-font': ['literal', [...textFont]] },
  ] // prettier-ignore
  return {
    id: 'grid-labels',
    type: 'symbol',
    source: 'areas',
    'source-layer': 'labels',
    minzoom: community === null ? 13.6 : 12.2,
    filter: ['==', ['get', 'level'], 'grid'],
    layout: {
      'text-field': ['step', ['zoom'], number, 15, both],
      'text-font': [...boldFont],
      'text-size': ['interpolate', ['linear'], ['zoom'], 12, 12, 16, 17],
      'text-line-height': 1.15,
      'text-padding': 4,
      'text-max-width': 30,
    },
    paint: { 'text-color': colourOf(tokens, 'ink'), ...halo(tokens) },
  }
}

function communityLabels({ tokens, community, nameZooms }: StyleOptions): LayerSpecification {
  return {
    id: 'community-labels',
    type: 'symbol',
    source: 'areas',
    'source-layer': 'labels',
    minzoom: within(nameZooms.communities, communitiesFrom, 13),
    maxzoom: community === null ? 14.2 : 13.2,
    filter: ['==', ['get', 'level'], 'community'],
    layout: {
      'text-field': ['get', 'name'],
      'text-font': [...boldFont],
      'text-size': ['interpolate', ['linear'], ['zoom'], 9, 11, 13, 16],
      'text-letter-spacing': 0.04,
      'text-padding': 6,
    },
    paint: { 'text-color': colourOf(tokens, 'ink'), ...halo(tokens), 'text-halo-width': 2.2 },
  }
}

/** The names of what is drawn instead of communities far away: streets, in most districts. */
function aboveLabels({ tokens, nameZooms }: StyleOptions): LayerSpecification {
  return {
    id: 'above-labels',
    type: 'symbol',
    source: 'areas',
    'source-layer': 'labels',
    minzoom: within(nameZooms.above, 6, communitiesFrom),
    maxzoom: communitiesFrom,
    filter: ['==', ['get', 'level'], 'upper'],
    layout: {
      'text-field': ['get', 'name'],
      'text-font': [...boldFont],
      'text-size': ['interpolate', ['linear'], ['zoom'], 6, 11, 9, 14],
      'text-letter-spacing': 0.04,
      'text-padding': 6,
    },
    paint: { 'text-color': colourOf(tokens, 'ink'), ...halo(tokens), 'text-halo-width': 2.2 },
  }
}

const within = (zoom: number, least: number, most: number): number => Math.min(Math.max(zoom, least), most)

/** Names of water, greens, roads and facilities, quieter than those of areas. */
export function placeNames(options: GroundOptions): Layers {
  if (options.baseMap) return []
  const { tokens } = options
  const named: FilterSpecification = ['!=', ['coalesce', ['get', 'name'], ''], '']
  const common = { type: 'symbol' as const, source: 'ground', filter: named }
  return [
    {
      ...common,
      id: 'road-names',
      'source-layer': 'roads',
      minzoom: 14.6,
      layout: {
        'symbol-placement': 'line',
        'text-field': ['get', 'name'],
        'text-font': [...textFont],
        'text-size': 11.5,
        'symbol-spacing': 420,
        'text-padding': 8,
      },
      paint: { 'text-color': colourOf(tokens, 'ink-2'), ...halo(tokens) },
    },
    {
      ...common,
      id: 'green-names',
      'source-layer': 'greens',
      minzoom: 15,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': [...textFont],
        'text-size': 11.5,
        'text-max-width': 8,
        'text-padding': 12, // a green way comes in many pieces of one name
      },
      paint: { 'text-color': '#3f6b3a', ...halo(tokens) },
    },
    {
      ...common,
      id: 'facility-names',
      'source-layer': 'facilities',
      minzoom: 16.2,
      filter: ['all', named, ['!', ['match', ['get', 'kind'], ['park', 'green', 'school'], true, false]]],
      layout: {
        'text-field': ['get', 'name'],
        'text-font': [...textFont],
        'text-size': 11,
        'text-offset': [0, 0.9],
        'text-anchor': 'top',
        'text-max-width': 8,
        'text-optional': true,
      },
      paint: { 'text-color': colourOf(tokens, 'brand'), ...halo(tokens) },
    },
    {
      ...common,
      id: 'water-names',
      'source-layer': 'water',
      minzoom: 12,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': [...italicFont],
        'text-size': 13,
        'text-letter-spacing': 0.15,
        'symbol-placement': 'point',
        'text-padding': 40, // a river has a piece in every tile
      },
      paint: { 'text-color': '#3a6f8f', ...halo(tokens) },
    },
  ]
}
