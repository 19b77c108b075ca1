import * as v from 'valibot'
import { act, actFor, ask } from './client'
import { Grant, type Role } from './session'
import type { AreaId } from './shapes'

export const Person = v.object({
  id: v.number(),
  name: v.string(), // to sign in with
  full_name: v.string(),
  email: v.string(),
  disabled: v.boolean(),
  local: v.boolean(), // signs in with a password of our own
  identities: v.number(), // at providers
  locked_until: v.nullable(v.string()),
  last_seen: v.nullable(v.string()),
  grants: v.array(Grant),
  mine_to_change: v.boolean(),
})
export type Person = v.InferOutput<typeof Person>

export const People = v.object({ people: v.array(Person), next: v.nullable(v.number()) })
export type People = v.InferOutput<typeof People>

/** Which people are asked for; what is empty does not matter. */
export type PeopleFilter = {
  q: string
  role: Role | ''
  area: AreaId | null
  disabled: '' | 'true' | 'false'
}

export function fetchPeople(
  filter: PeopleFilter,
  after: number | null,
  signal?: AbortSignal,
): Promise<People> {
  const query = new URLSearchParams()
  if (filter.q) query.set('q', filter.q)
  if (filter.role) query.set('role', filter.role)
  if (filter.area !== null) query.set('area', String(filter.area))
  if (filter.disabled) query.set('disabled', filter.disabled)
  if (after !== null) query.set('after', String(after))
  return ask(`/v1/people?${query}`, People, signal)
}

export function fetchPerson(id: number, signal?: AbortSignal): Promise<Person> {
  return ask(`/v1/people/${id}`, Person, signal)
}

const Added = v.object({ person: Person, password: v.string() })

/** What is asked of a person who is added. */
export type NewPerson = { name: string; full_name: string; email: string }

/** Adds a person, who is told the password that is answered, once. */
export function addPerson(person: NewPerson): Promise<v.InferOutput<typeof Added>> {
  return actFor({ method: 'POST', path: '/v1/people', body: person }, Added)
}

export type PersonChange = { full_name?: string; email?: string; disabled?: boolean }

export function changePerson(id: number, change: PersonChange): Promise<Person> {
  return actFor({ method: 'PATCH', path: `/v1/people/${id}`, body: change }, Person)
}

/** Gives a person another password, which is told once and has to be changed. */
export async function resetPassword(id: number): Promise<string> {
  const answer = v.object({ password: v.string() })
  return (await actFor({ method: 'POST', path: `/v1/people/${id}/password` }, answer)).password
}

export function endSessionsOf(id: number): Promise<void> {
  return act({ method: 'DELETE', path: `/v1/people/${id}/sessions` })
}

/** A role that is given; area null: the whole district; until null: without end. */
export type NewGrant = { role: Role; area: AreaId | null; from: string; until: string | null }

export function addGrant(person: number, grant: NewGrant): Promise<Grant> {
  return actFor({ method: 'POST', path: `/v1/people/${person}/grants`, body: grant }, Grant)
}

export function revokeGrant(person: number, grant: number): Promise<void> {
  return act({ method: 'DELETE', path: `/v1/people/${person}/grants/${grant}` })
}
