import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import { drawnStyle, type DrawnOptions } from '../map/drawn-style'
import { sourceLayers, tileSource } from '../map/style'
import { border, halo } from '../map/style-areas'
import { boldFont, textFont } from '../map/style-fonts'
import { colourOf, type Tokens } from '../map/tokens'
import type { Sheet } from './kept-sheets'

/** What the page itself draws on the map of the leader. */
export const leadSources = [
  'squares',
  'reach',
  'frame',
  'labels',
  'legs',
  'spots',
  'unseen',
  'issues',
  'mark',
] as const
export type LeadSource = (typeof leadSources)[number]

/** The raster source of heat gets its address when there is something to show. */
export const heatSource = 'heat'

/** The map of the leader: the ground and the areas from tiles, what was found out from the answers. */
export function leadStyle(options: DrawnOptions): StyleSpecification {
  const { tokens } = options
  const style = drawnStyle(options, {
    name: 'Gewu leader',
    sources: { areas: tileSource(options, sourceLayers.areas) },
    drawn: leadSources,
    fills: fills(tokens),
    lines: borders(tokens),
    marks: marks(tokens),
    greens: 0.25, // what is green must not be taken for a class
  })
  return { ...style, transition: { duration: 0, delay: 0 } }
}

/** What no filter changes, in two parts: the heat map lies between them. */
export function sheetsOf({ layers }: StyleSpecification): Sheet[] {
  const first = layers.findIndex(({ id }) => id === 'lead-grids') + 1
  const of = (source: string) =>
    layers
      .slice(first)
      .filter((layer) => 'source' in layer && layer.source === source && layer.type !== 'symbol')
      .map(({ id }) => id)
  return [
    { id: 'kept-ground', layers: of('ground'), before: 'lead-grid-case' },
    { id: 'kept-borders', layers: of('areas'), before: 'frame-case' },
  ]
}

/** From this zoom on grids have borders. */
const gridsFrom = 11

const state = (name: string): ExpressionSpecification => ['feature-state', name]
const get = (name: string): ExpressionSpecification => ['get', name]

/** Grids by feature-state, squares by their own land with the pattern of their class. */
function fills(tokens: Tokens): LayerSpecification[] {
  return [
    {
      id: 'lead-grids',
      type: 'fill',
      source: 'areas',
      'source-layer': 'grids',
      paint: {
        'fill-color': ['to-color', ['coalesce', state('fill'), colourOf(tokens, 'panel')]],
        'fill-opacity': ['case', ['==', ['coalesce', state('fill'), ''], ''], 0, 0.82],
        'fill-layer-opacity': 0, // until something is filled
        'fill-antialias': ['step', ['zoom'], true, gridsFrom, false], // borders lie over the edges
      },
    },
    {
      id: 'reach-fill',
      type: 'fill',
      source: 'reach',
      paint: { 'fill-color': colourOf(tokens, 'brand'), 'fill-opacity': 0.12 },
    },
    {
      id: 'squares',
      type: 'fill',
      source: 'squares',
      paint: { 'fill-color': get('fill'), 'fill-opacity': ['coalesce', get('opacity'), 0.82] },
    },
    {
      id: 'square-patterns',
      type: 'fill',
      source: 'squares',
      filter: ['has', 'pattern'],
      paint: { 'fill-pattern': get('pattern') },
    },
    {
      id: 'square-lines',
      type: 'line',
      source: 'squares',
      paint: { 'line-color': colourOf(tokens, 'border-line'), 'line-width': 0.8, 'line-opacity': 0.7 },
    },
  ]
}

const width = (far: number, near: number): ExpressionSpecification => [
  'interpolate', ['linear'], ['zoom'], 11, far, 17, near,
] // prettier-ignore

function borders(tokens: Tokens): LayerSpecification[] {
  const round = { 'line-join': 'round' as const, 'line-cap': 'round' as const }
  const grids = { layer: 'grids', minzoom: gridsFrom } as const
  const communities = { layer: 'communities', minzoom: 6 } as const
  const own = (
    id: string,
    source: LeadSource,
    colour: string,
    size: number,
    dash?: number[],
  ): LayerSpecification => ({
    id,
    type: 'line',
    source,
    layout: round,
    paint: {
      'line-color': colourOf(tokens, colour),
      'line-width': size,
      ...(dash ? { 'line-dasharray': dash } : {}),
    },
  })
  return [
    border(tokens, 'lead-grid-case', grids, 'border-case', width(1.2, 3.4)),
    border(tokens, 'lead-grid-line', grids, 'border-line', width(0.5, 1.2)),
    border(tokens, 'lead-community-case', communities, 'border-case', width(3, 7)),
    border(tokens, 'lead-community-line', communities, 'border-line', width(1.3, 3)),
    own('frame-case', 'frame', 'panel', 6),
    own('frame-line', 'frame', 'ink', 2.6, [2, 1.2]),
    own('legs-case', 'legs', 'panel', 4),
    own('legs-line', 'legs', 'ink', 1.6),
  ]
}

const sharper = (tokens: Tokens) => ({ ...halo(tokens), 'text-halo-blur': 0.3 })

/** Figures on places, numbers on hot spots, signs on what is not seen. */
function marks(tokens: Tokens): LayerSpecification[] {
  const ink = colourOf(tokens, 'ink')
  const white = colourOf(tokens, 'panel')
  const sign = (id: string, source: LeadSource, radius: number, from: number): LayerSpecification[] => [
    {
      id,
      type: 'circle',
      source,
      paint: {
        // What are many are dots from afar, and signs from near.
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 12, from === 0 ? radius : 3, 16, radius],
        'circle-color': get('colour'),
        'circle-stroke-color': white,
        'circle-stroke-width': from === 0 ? 2 : 1,
      },
    },
    {
      id: `${id}-signs`,
      type: 'symbol',
      source,
      minzoom: from,
      layout: {
        'text-field': get('sign'),
        'text-font': [...boldFont],
        'text-size': radius * 1.25,
        'text-allow-overlap': true,
        'text-ignore-placement': from !== 0,
        'text-padding': 5,
      },
      paint: { 'text-color': white },
    },
  ]
  return [
    {
      id: 'lead-labels',
      type: 'symbol',
      source: 'labels',
      minzoom: 12,
      layout: {
        'text-field': get('label'),
        'text-font': [...boldFont],
        'text-size': ['interpolate', ['linear'], ['zoom'], 12, 10.5, 16, 15],
        'text-padding': 3,
        'symbol-sort-key': get('order'),
      },
      paint: { 'text-color': ink, ...sharper(tokens) },
    },
    {
      id: 'lead-issues',
      type: 'circle',
      source: 'issues',
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 12, 2.5, 17, 6],
        'circle-color': colourOf(tokens, 'ink'),
        'circle-opacity': 0.75,
        'circle-stroke-color': white,
        'circle-stroke-width': 1,
      },
    },
    ...sign('unseen', 'unseen', 9, 14.5),
    // Names lie below the numbers, and beside those that they would cover.
    {
      id: 'spot-names',
      type: 'symbol',
      source: 'spots',
      minzoom: 12.5,
      layout: {
        'text-field': get('name'),
        'text-font': [...textFont],
        'text-size': 12.5,
        'text-offset': [0, 1.5],
        'text-anchor': 'top',
        'text-max-width': 10,
        'text-optional': true,
      },
      paint: { 'text-color': ink, ...sharper(tokens) },
    },
    ...sign('spots', 'spots', 12, 0),
    {
      id: 'lead-mark',
      type: 'circle',
      source: 'mark',
      paint: {
        'circle-radius': 16,
        'circle-opacity': 0,
        'circle-stroke-color': ink,
        'circle-stroke-width': 3,
      },
    },
  ]
}
