import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import { drawnStyle, type DrawnOptions } from '../map/drawn-style'
import { gridColour, halo } from '../map/style-areas'
import { boldFont, textFont } from '../map/style-fonts'
import { colourOf, type Tokens } from '../map/tokens'

/** compared: whether the old borders are shown. */
export type PlanStyle = DrawnOptions & { compared: boolean }

/** What is drawn of the plan, each from what the page works out itself. */
export const planSources = ['fills', 'cells', 'borders', 'base', 'moved', 'draft', 'theirs', 'grips', 'labels', 'buildings', 'mark'] as const // prettier-ignore
export type PlanSource = (typeof planSources)[number]

/** The map of a plan: the ground from tiles, the plan from its own topology. */
export function planStyle(options: PlanStyle): StyleSpecification {
  const { tokens } = options
  return drawnStyle(options, {
    name: 'Gewu plan',
    drawn: planSources,
    fills: fills(tokens),
    lines: [...lines(options), ...drafts(tokens)],
    marks: [...labels(options), ...marks(tokens)],
    greens: 0.2, // one has to tell grids apart
  })
}

const isOpen: ExpressionSpecification = ['get', 'open']
const on = (state: string): ExpressionSpecification => ['boolean', ['feature-state', state], false]

function fills(tokens: Tokens): LayerSpecification[] {
  return [
    {
      id: 'plan-fill',
      type: 'fill',
      source: 'fills',
      paint: {
        'fill-color': ['case', isOpen, colourOf(tokens, 'panel'), gridColour(tokens)],
        'fill-opacity': ['case', isOpen, 0.1, on('selected'), 0.68, on('hovered'), 0.6, 0.45],
      },
    },
  ]
}

const width = (far: number, near: number): ExpressionSpecification => [
  'interpolate', ['linear'], ['zoom'], 12, far, 17, near,
] // prettier-ignore

function lines({ tokens, compared }: PlanStyle): LayerSpecification[] {
  const round = { 'line-join': 'round' as const, 'line-cap': 'round' as const }
  const ink = colourOf(tokens, 'border-line')
  return [
    {
      id: 'plan-cells',
      type: 'line',
      source: 'cells',
      minzoom: 14.5,
      paint: { 'line-color': ink, 'line-width': 0.6, 'line-opacity': 0.28 },
    },
    {
      id: 'plan-border-case',
      type: 'line',
      source: 'borders',
      layout: round,
      paint: { 'line-color': colourOf(tokens, 'border-case'), 'line-width': width(3, 6) },
    },
    {
      id: 'plan-border',
      type: 'line',
      source: 'borders',
      layout: round,
      paint: { 'line-color': ink, 'line-width': ['interpolate', ['linear'], ['zoom'], 12, ['case', ['get', 'outer'], 2, 1.2], 17, ['case', ['get', 'outer'], 3.8, 2.8]] },
    },
    {
      id: 'plan-moved',
      type: 'fill',
      source: 'moved',
      layout: { visibility: compared ? 'visible' : 'none' },
      paint: { 'fill-color': colourOf(tokens, 'ink'), 'fill-opacity': 0.16 },
    },
    {
      id: 'plan-base',
      type: 'line',
      source: 'base',
      layout: { visibility: compared ? 'visible' : 'none' },
      paint: { 'line-color': colourOf(tokens, 'bad'), 'line-width': width(1.4, 2.6), 'line-dasharray': [2.5, 2] },
    },
  ] // prettier-ignore
}

function drafts(tokens: Tokens): LayerSpecification[] {
  const focus = colourOf(tokens, 'focus')
  const is = (what: string): ExpressionSpecification => ['==', ['get', 'what'], what]
  return [
    { id: 'draft-land', type: 'fill', source: 'draft', filter: is('land'), paint: { 'fill-color': gridColour(tokens), 'fill-opacity': 0.8 } },
    { id: 'draft-edge-case', type: 'line', source: 'draft', filter: is('land'), paint: { 'line-color': colourOf(tokens, 'panel'), 'line-width': 5 } },
    { id: 'draft-edge', type: 'line', source: 'draft', filter: is('land'), paint: { 'line-color': focus, 'line-width': 2.5, 'line-dasharray': [2, 1.4] } },
    { id: 'theirs-case', type: 'line', source: 'theirs', paint: { 'line-color': colourOf(tokens, 'panel'), 'line-width': 8 } },
    { id: 'theirs', type: 'line', source: 'theirs', paint: { 'line-color': colourOf(tokens, 'theirs'), 'line-width': 4 } },
    { id: 'draft-line-case', type: 'line', source: 'draft', filter: is('line'), paint: { 'line-color': colourOf(tokens, 'panel'), 'line-width': 6 } },
    { id: 'draft-line', type: 'line', source: 'draft', filter: is('line'), paint: { 'line-color': focus, 'line-width': 3, 'line-dasharray': [2, 1.2] } },
    {
      id: 'plan-grips',
      type: 'circle',
      source: 'grips',
      paint: {
        'circle-radius': ['case', ['get', 'corner'], 7, 4.5],
        'circle-color': colourOf(tokens, 'panel'),
        'circle-stroke-color': ['case', ['get', 'corner'], colourOf(tokens, 'ink'), focus],
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'draft-points',
      type: 'circle',
      source: 'draft',
      filter: is('point'),
      paint: { 'circle-radius': 6, 'circle-color': focus, 'circle-stroke-color': colourOf(tokens, 'panel'), 'circle-stroke-width': 2.5 },
    },
  ] // prettier-ignore
}

function labels({ tokens, language }: PlanStyle): LayerSpecification[] {
  const households: ExpressionSpecification = ['concat', ['number-format', ['get', 'households'], { locale: language }], language === 'en' ? ' hh' : ' 户'] // prettier-ignore
  const out: ExpressionSpecification = ['match', ['get', 'state'], ['under', 'over'], true, false]
  const arrow: ExpressionSpecification = ['match', ['get', 'state'], 'under', ' ↓', 'over', ' ↑', '']
  return [
    {
      id: 'plan-buildings',
      type: 'symbol',
      source: 'buildings',
      minzoom: 16.6,
      layout: { 'text-field': ['to-string', ['get', 'households']], 'text-font': [...textFont], 'text-size': 10.5 },
      paint: { 'text-color': colourOf(tokens, 'ink-2'), ...halo(tokens), 'text-halo-width': 1.2 },
    },
    {
      id: 'plan-labels',
      type: 'symbol',
      source: 'labels',
      layout: {
        'text-field': ['format', ['case', ['get', 'locked'], ['concat', ['get', 'name'], language === 'en' ? ' · locked' : ' · 锁定'], ['get', 'name']], {}, '\n', {}, ['concat', households, arrow], { 'font-scale': 0.86, 'text-font': ['literal', [...textFont]] }],
        'text-font': [...boldFont],
        'text-size': ['interpolate', ['linear'], ['zoom'], 12, 11, 16, 16],
        'text-line-height': 1.15,
        'text-padding': 3,
        'text-max-width': 30,
      },
      paint: { 'text-color': ['case', out, colourOf(tokens, 'bad'), colourOf(tokens, 'ink')], ...halo(tokens) },
    },
  ] // prettier-ignore
}

function marks(tokens: Tokens): LayerSpecification[] {
  return [
    {
      id: 'plan-mark',
      type: 'circle',
      source: 'mark',
      paint: {
        'circle-radius': 14,
        'circle-opacity': 0,
        'circle-stroke-color': colourOf(tokens, 'bad'),
        'circle-stroke-width': 3,
      },
    },
  ]
}
