import type { LonLat } from '../api/shapes'

/** What part of the map is shown. */
export type MapView = { centre: LonLat; zoom: number }

/** The view in a URL's query, `lon,lat,zoom`, as precise as a street corner. */
export function writeView({ centre: [lon, lat], zoom }: MapView): string {
  return [lon.toFixed(5), lat.toFixed(5), zoom.toFixed(2)].join(',')
}

/** Reads what writeView wrote; null for anything else. */
export function readView(text: unknown): MapView | null {
  if (typeof text !== 'string' || text === '') return null
  const [lon, lat, zoom, ...rest] = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)))
  if (lon === undefined || lat === undefined || zoom === undefined || rest.length > 0) return null
  const within = Math.abs(lon) <= 180 && Math.abs(lat) <= 85 && zoom >= 0 && zoom <= 24
  return within ? { centre: [lon, lat], zoom } : null
}
