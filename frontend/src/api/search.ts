import * as v from 'valibot'
import { ask } from './client'
import { AreaId, Bounds, LonLat } from './shapes'

export const FoundKind = v.picklist(['community', 'grid', 'area', 'building', 'facility', 'estate'])
export type FoundKind = v.InferOutput<typeof FoundKind>

export const Found = v.object({
  kind: FoundKind,
  id: v.number(), // of the noun that kind names
  code: v.string(),
  name: v.string(),
  detail: v.string(),
  at: LonLat,
  bounds: v.nullable(Bounds),
  community_id: v.nullable(AreaId),
})
export type Found = v.InferOutput<typeof Found>

export const SearchAnswer = v.object({ results: v.array(Found) })

export async function search(q: string, limit: number, signal?: AbortSignal): Promise<Found[]> {
  const query = new URLSearchParams({ q, limit: String(limit) })
  return (await ask(`/v1/search?${query}`, SearchAnswer, signal)).results
}
