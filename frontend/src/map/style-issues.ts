import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import { heatIntensity, heatRadius, heatStops, steadyZoom } from './heat'
import type { StyleOptions } from './style'
import { boldFont } from './style-fonts'
import { colourOf, type Tokens } from './tokens'

/** Reports at low zooms come several in one point. */
const count: ExpressionSpecification = ['coalesce', ['get', 'count'], 1]

const issues = { source: 'issues', 'source-layer': 'issues' } as const

export function issueLayers(options: StyleOptions): LayerSpecification[] {
  if (options.issues === 'off') return []
  return options.issues === 'heat' ? [heat(options)] : points(options)
}

function heatRamp(tokens: Tokens): ExpressionSpecification {
  const stops = heatStops.flatMap((share, i) => [share, colourOf(tokens, `s${i + 1}`)])
  return ['interpolate', ['linear'], ['heatmap-density'], 0, 'rgba(253,234,223,0)', ...stops]
}

function heat(options: StyleOptions): LayerSpecification {
  const radius = heatRadius(options.latitude)
  const intensity = heatIntensity(options.heatFull)
  const far = steadyZoom - 6
  return {
    ...issues,
    id: 'issue-heat',
    type: 'heatmap',
    paint: {
      'heatmap-weight': count,
      'heatmap-radius': [
        'interpolate', ['exponential', 2], ['zoom'],
        steadyZoom, radius, steadyZoom + 6, radius * 2 ** 6,
      ], // prettier-ignore
      'heatmap-intensity': [
        'interpolate', ['exponential', 4], ['zoom'],
        far, intensity / 4 ** 6, steadyZoom, intensity,
      ], // prettier-ignore
      'heatmap-color': heatRamp(options.tokens),
      'heatmap-opacity': 0.75,
    },
  }
}

/** One dot a report; a bigger dot with a number where several fall on the same pixels. */
function points({ tokens }: StyleOptions): LayerSpecification[] {
  const open: ExpressionSpecification = ['!', ['match', ['get', 'status'], ['closed', 'void'], true, false]]
  const deep = colourOf(tokens, 's5')
  const white = colourOf(tokens, 'panel')
  const sized = (one: number): ExpressionSpecification => ['+', one, ['*', 1.4, ['ln', count]]]
  return [
    {
      ...issues,
      id: 'issue-points',
      type: 'circle',
      layout: { 'circle-sort-key': ['case', open, 1, 0] },
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 10, sized(1.5), 14, sized(2.6), 17, sized(5)],
        // Open: filled with a white edge. Closed: a ring, so that colour is not the only difference.
        'circle-color': ['case', open, deep, white],
        'circle-opacity': ['case', open, 0.95, 0.85],
        'circle-stroke-color': ['case', open, white, colourOf(tokens, 's4')],
        'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 12, 0.8, 16, 1.8],
      },
    },
    {
      ...issues,
      id: 'issue-counts',
      type: 'symbol',
      minzoom: 13,
      filter: ['>=', count, 10],
      layout: { 'text-field': ['to-string', count], 'text-font': [...boldFont], 'text-size': 10 },
      paint: {
        'text-color': colourOf(tokens, 'ink'),
        'text-halo-color': colourOf(tokens, 'panel'),
        'text-halo-width': 1.4,
      },
    },
  ]
}
