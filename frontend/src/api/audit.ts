import * as v from 'valibot'
import { ask, askFile } from './client'
import { NamedArea } from './session'
import type { AreaId } from './shapes'

/** One act in the audit trail: who did what, when and from where, and what it changed. */
export const Entry = v.object({
  id: v.number(),
  at: v.string(),
  who: v.object({ kind: v.string(), id: v.nullable(v.number()), name: v.string() }),
  from: v.string(),
  operation: v.string(),
  noun: v.string(),
  object: v.string(),
  area: v.nullable(NamedArea),
  before: v.unknown(),
  after: v.unknown(),
  hash: v.string(),
})
export type Entry = v.InferOutput<typeof Entry>

/** Whether what was asked for was not done: signing in, or a write that the roles do not allow. */
export const wasRefused = ({ noun, after }: Pick<Entry, 'noun' | 'after'>): boolean =>
  after === 'refused' || noun === 'refusal'

export const Entries = v.object({ entries: v.array(Entry), next: v.nullable(v.number()) })
export type Entries = v.InferOutput<typeof Entries>

/** Which entries are asked for; what is empty does not matter. Days as YYYY-MM-DD; until is the first left out. */
export type AuditFilter = {
  q: string
  noun: string
  operation: string
  person: number | null
  area: AreaId | null
  from: string
  until: string
}

function queryOf(filter: AuditFilter): URLSearchParams {
  const query = new URLSearchParams()
  for (const key of ['q', 'noun', 'operation', 'from', 'until'] as const)
    if (filter[key]) query.set(key, filter[key])
  if (filter.person !== null) query.set('person', String(filter.person))
  if (filter.area !== null) query.set('area', String(filter.area))
  return query
}

/** The entries before one, newest first; before null: from the newest. */
export function fetchAudit(
  filter: AuditFilter,
  before: number | null,
  signal?: AbortSignal,
): Promise<Entries> {
  const query = queryOf(filter)
  if (before !== null) query.set('before', String(before))
  return ask(`/v1/audit?${query}`, Entries, signal)
}

/** The entries as a table for a spreadsheet. That they were taken out is an entry itself. */
export function fetchAuditTable(filter: AuditFilter): Promise<Blob> {
  return askFile(`/v1/audit?${queryOf(filter)}`, 'text/csv')
}
