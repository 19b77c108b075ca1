import type { Band, BandState } from '../api/shapes'

/** Where households stand against their band. No band: none. */
export function bandState(households: number, band: Band | null): BandState {
  if (!band) return 'none'
  if (households < band.min) return 'under'
  return households > band.max ? 'over' : 'in'
}

/** A strip as shares of its width, 0–1. */
export type Strip = { value: number; band: { from: number; to: number } | null }

/** The end of the scale that bars of these values share: room for the widest band and value. */
export function stripEnd(values: readonly number[], bands: readonly (Band | null)[]): number {
  const widest = Math.max(0, ...bands.map((band) => (band ? band.max * 1.3 : 0)))
  return Math.max(1, widest, ...values.map((value) => value * 1.04))
}

/** The bar of one value on a scale from 0 to end. */
export function strip(value: number, band: Band | null, end: number): Strip {
  const share = (n: number) => Math.min(1, Math.max(0, n / end))
  return { value: share(value), band: band ? { from: share(band.min), to: share(band.max) } : null }
}

/** How many households are missing (under) or too many (over); 0 within the band. */
export function offBand(households: number, band: Band | null): number {
  switch (bandState(households, band)) {
    case 'under':
      return band ? band.min - households : 0
    case 'over':
      return band ? households - band.max : 0
    default:
      return 0
  }
}
