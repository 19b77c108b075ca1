import type { Feature, FeatureCollection, Polygon } from 'geojson'
import type { GeoJSONSourceSpecification, LayerSpecification } from 'maplibre-gl'
import type { LonLat } from '../api/shapes'
import type { Picked } from './issue'
import type { Here, StyleOptions } from './style'
import { colourOf } from './tokens'

/** A circle on the ground as a polygon of 64 corners; radius in metres, small against the Earth. */
export function circleAround([lon, lat]: LonLat, radius: number): Polygon {
  const north = radius / 110_946
  const east = radius / (111_320 * Math.cos((lat * Math.PI) / 180))
  const ring = Array.from({ length: 65 }, (_, i) => {
    const turn = ((i % 64) / 64) * 2 * Math.PI
    return [lon + east * Math.cos(turn), lat + north * Math.sin(turn)]
  })
  return { type: 'Polygon', coordinates: [ring] }
}

/** The reader's position with its accuracy, a found place, and issues that were clicked. */
export function hereSource(
  here: Here | null,
  pin: LonLat | null,
  picked: Picked['at'] | null,
): GeoJSONSourceSpecification {
  const features: Feature[] = []
  const add = (what: string, geometry: Feature['geometry']) =>
    features.push({ type: 'Feature', properties: { what }, geometry })
  if (here) {
    add('accuracy', circleAround(here.point, here.accuracy))
    add('here', { type: 'Point', coordinates: [...here.point] })
  }
  if (pin) add('pin', { type: 'Point', coordinates: [...pin] })
  if (picked) add('picked', { type: 'Point', coordinates: [...picked] })
  const data: FeatureCollection = { type: 'FeatureCollection', features }
  return { type: 'geojson', data }
}

export function hereLayers({ tokens }: StyleOptions): LayerSpecification[] {
  const focus = colourOf(tokens, 'focus')
  const white = colourOf(tokens, 'panel')
  return [
    {
      id: 'here-accuracy',
      type: 'fill',
      source: 'here',
      filter: ['==', ['get', 'what'], 'accuracy'],
      paint: { 'fill-color': focus, 'fill-opacity': 0.16, 'fill-outline-color': focus },
    },
    {
      id: 'here-dot',
      type: 'circle',
      source: 'here',
      filter: ['==', ['get', 'what'], 'here'],
      paint: {
        'circle-radius': 8,
        'circle-color': focus,
        'circle-stroke-color': white,
        'circle-stroke-width': 3,
      },
    },
    {
      id: 'picked-ring',
      type: 'circle',
      source: 'here',
      filter: ['==', ['get', 'what'], 'picked'],
      paint: {
        'circle-radius': 11,
        'circle-opacity': 0,
        'circle-stroke-color': colourOf(tokens, 'ink'),
        'circle-stroke-width': 2.5,
      },
    },
    {
      id: 'pin-dot',
      type: 'circle',
      source: 'here',
      filter: ['==', ['get', 'what'], 'pin'],
      paint: {
        'circle-radius': 8,
        'circle-color': colourOf(tokens, 'brand'),
        'circle-stroke-color': white,
        'circle-stroke-width': 3,
      },
    },
  ]
}
