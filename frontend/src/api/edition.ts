import * as v from 'valibot'
import { actFor, ask } from './client'
import { Person } from './plan-log'
import { Published } from './plan-work'
import { AreaId } from './shapes'

/** Who published an edition, and as what: a person, a program and an account on the server's machine may be called alike. */
const Publisher = v.object({
  ...Person.entries,
  /** Null: that is not known. */
  kind: v.optional(v.nullable(v.picklist(['person', 'token', 'console', 'service'])), null),
})

/** A published division of a community. */
export const PublishedEdition = v.object({
  id: v.number(),
  community: v.object({ id: AreaId, name: v.string() }),
  number: v.number(),
  from: v.string(),
  /** Null: it was imported, or one is not told. */
  published_by: v.nullable(Publisher),
  title: v.string(),
  note: v.string(),
  grids: v.number(),
  in_force: v.boolean(),
})
export type PublishedEdition = v.InferOutput<typeof PublishedEdition>

/** The editions of a community, the one that takes force last first. */
export async function fetchEditions(community: AreaId, signal?: AbortSignal): Promise<PublishedEdition[]> {
  const editions = v.object({ editions: v.array(PublishedEdition) })
  return (await ask(`/v1/communities/${community}/editions`, editions, signal)).editions
}

export const fetchEdition = (id: number) => ask(`/v1/editions/${id}`, PublishedEdition)

/** with: the editions of other communities that a border is moved back with. */
export type Restoration = { title: string; from: string; dry_run: boolean; with: readonly number[] }

/** Publishes the division of an edition again, as a new one. */
export function restoreEdition(id: number, body: Restoration): Promise<Published> {
  return actFor({ method: 'POST', path: `/v1/editions/${id}/restore`, body }, Published)
}

/** The problem of an edition that can only be restored together with others: which. */
export const BorderMoved = v.object({ type: v.literal('/problems/border-moved'), with: v.array(v.number()) })
