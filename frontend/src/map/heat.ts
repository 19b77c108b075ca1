/**
 * The heat map is a kernel density of raw reports: every colour stands for a number of reports per
 * km², the same at every zoom from `steadyZoom` on, so that the legend can carry figures.
 */

/** The kernel reaches this far, in metres. */
export const heatReachMetres = 150

/** Below this zoom the reach would be too small to see, so it stays as many pixels as here. */
export const steadyZoom = 12

/**
 * MapLibre adds weight · intensity · 0.3989 · exp(−4.5 (d/radius)²) for every point; over an even
 * spread of one point per px² that sums to 0.2754 · radius² (0.3989 · 2π/9 · (1 − e^−4.5)).
 */
const kernelSum = 0.3989422804 * ((2 * Math.PI) / 9) * (1 - Math.exp(-4.5))

/** Metres per CSS pixel at a latitude and a (512-pixel tile) zoom. */
export function metresPerPixel(latitude: number, zoom: number): number {
  return (40075016.686 * Math.cos((latitude * Math.PI) / 180)) / (512 * 2 ** zoom)
}

/** The kernel's radius in pixels at steadyZoom; it doubles with every zoom after. */
export function heatRadius(latitude: number): number {
  return heatReachMetres / metresPerPixel(latitude, steadyZoom)
}

/** The intensity by which `full` reports per km² reach density 1, the deepest colour. */
export function heatIntensity(full: number): number {
  return 1e6 / (full * kernelSum * heatReachMetres ** 2)
}

/** Shares of the full value at which the colours --s1 … --s6 begin. */
export const heatStops = [0.05, 0.15, 0.3, 0.5, 0.75, 1] as const

/** What the legend says: reports per km² at each colour. */
export function heatLegend(full: number): number[] {
  return heatStops.map((share) => Math.round(full * share))
}

/**
 * A round full value for a district with so many reports on so many km²: some times the mean, so
 * that ordinary places stay pale and crowded ones do not all saturate.
 */
export function heatFullFor(reports: number, squareKilometres: number): number {
  if (reports <= 0 || squareKilometres <= 0) return 1000
  const wanted = (5 * reports) / squareKilometres
  const magnitude = 10 ** Math.floor(Math.log10(wanted))
  const step = [1, 2, 4, 6, 8, 10].find((s) => wanted <= s * magnitude) ?? 10
  return Math.max(20, step * magnitude)
}
