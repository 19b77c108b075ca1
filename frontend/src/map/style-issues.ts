import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import { heatIntensity, heatRadius, heatStops, steadyZoom } from './heat'
import type { StyleOptions } from './style'
import { colourOf, type Tokens } from './tokens'

/** Reports at low zooms come several in one point. */
const count: ExpressionSpecification = ['coalesce', ['get', 'count'], 1]

const issues = { source: 'issues', 'source-layer': 'issues' } as const

/** The heat map, which lies under the borders so that they can be read on it. */
export function heatLayers(options: StyleOptions): LayerSpecification[] {
  return options.issues === 'heat' ? [heat(options)] : []
}

/** Issues as dots, over the borders. */
export function pointLayers(options: StyleOptions): LayerSpecification[] {
  return options.issues === 'points' ? points(options) : []
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

const statuses = ['open', 'accepted', 'handling', 'checking', 'closed', 'void']

/**
 * One dot a report: filled while it is open, a ring once it is closed, so that colour is not the
 * only difference. Far away one dot stands for all reports of a spot, and grows with their number;
 * a figure beside it would be taken for the number of a grid.
 */
function points({ tokens }: StyleOptions): LayerSpecification[] {
  const white = colourOf(tokens, 'panel')
  const done: ExpressionSpecification = ['match', ['get', 'status'], ['closed', 'void'], true, false]
  const several: ExpressionSpecification = ['!', ['match', ['get', 'status'], statuses, true, false]]
  // Squares of 64 a tile hold what is counted together: a dot of many stays about within its own.
  const sized = (one: number, growth: number): ExpressionSpecification => [
    'case',
    done,
    one * 0.7,
    ['+', one, ['*', growth, ['ln', count]]],
  ]
  const radius: ExpressionSpecification = [
    'interpolate', ['linear'], ['zoom'],
    10, sized(0.8, 0.5), 13, sized(1.2, 0.75), 14, sized(2.4, 1.3), 17, sized(5, 1.3),
  ] // prettier-ignore
  return [
    {
      ...issues,
      id: 'issue-points',
      type: 'circle',
      layout: { 'circle-sort-key': ['case', done, 0, 1] },
      paint: {
        'circle-radius': radius,
        'circle-color': ['case', several, colourOf(tokens, 's4'), done, white, colourOf(tokens, 's5')],
        'circle-opacity': ['case', done, 0.85, 0.92],
        'circle-stroke-color': ['case', done, colourOf(tokens, 's4'), white],
        'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 12, 0.3, 14, 0.8, 16, 1.4],
      },
    },
  ]
}
