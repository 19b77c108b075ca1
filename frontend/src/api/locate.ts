import * as v from 'valibot'
import { ask } from './client'
import { AreaId, Edition, LonLat, Rung } from './shapes'

const Named = v.object({ id: AreaId, code: v.string(), name: v.string() })

export const LocateAnswer = v.object({
  rule: v.picklist(['inside', 'border', 'nearest', 'none']),
  area: v.nullable(v.object({ ...Named.entries, level: v.unknown() })),
  distance_m: v.number(), // > 0 only when rule is nearest
  border_m: v.nullable(v.number()), // null when there is no area
  candidates: v.array(v.object({ ...Named.entries, distance_m: v.number() })),
  community: v.nullable(Named),
  chain: v.array(Rung),
  edition: v.nullable(Edition),
  at: v.string(),
  point: LonLat, // CGCS2000, where the map draws it
  crs: v.string(),
})
export type LocateAnswer = v.InferOutput<typeof LocateAnswer>

/** A position with its coordinate system; accuracy in metres, 0 when not stated. */
export type Fix = { lon: number; lat: number; crs: 'wgs84' | 'cgcs2000'; accuracy: number }

export function locate(fix: Fix, signal?: AbortSignal): Promise<LocateAnswer> {
  const query = new URLSearchParams({ lon: fix.lon.toFixed(7), lat: fix.lat.toFixed(7), crs: fix.crs })
  if (fix.accuracy > 0) query.set('accuracy', String(Math.ceil(fix.accuracy)))
  return ask(`/v1/locate?${query}`, LocateAnswer, signal)
}
