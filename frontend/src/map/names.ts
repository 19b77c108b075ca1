import { metresPerPixel } from './heat'

/** From which zooms names are drawn. */
export type NameZooms = { communities: number; above: number }

/** How wide an area must be for its name, pixels: most of four Chinese characters. */
const room = 36

/**
 * The zoom at which so many areas of a district of so many km² are, on the average, wide enough
 * for their names. Drawn sooner, the few names that find a place would seem to be those of all
 * that they cover.
 */
export function nameZoom(areas: number, squareKilometres: number, latitude: number): number {
  if (areas <= 0 || squareKilometres <= 0) return 0
  const width = Math.sqrt((squareKilometres * 1e6) / areas)
  return Math.log2((metresPerPixel(latitude, 0) * room) / width)
}
