import * as v from 'valibot'
import { act, actFor, ask } from './client'
import { AreaId } from './shapes'

/** What a person may be in an area, in the order in which they are offered. */
export const roles = ['viewer', 'patrol', 'planner', 'leader', 'administrator'] as const
export const Role = v.picklist(roles)
export type Role = v.InferOutput<typeof Role>

/** An area as it stands beside what is about it. */
export const NamedArea = v.object({ id: AreaId, code: v.string(), name: v.string(), level: v.string() })
export type NamedArea = v.InferOutput<typeof NamedArea>

/** A role in an area and all under it; area null: the whole district. until is the first day without it. */
export const Grant = v.object({
  id: v.number(),
  role: Role,
  area: v.nullable(NamedArea),
  from: v.string(),
  until: v.nullable(v.string()),
  in_force: v.boolean(),
})
export type Grant = v.InferOutput<typeof Grant>

export const Me = v.object({
  kind: v.picklist(['person', 'token']),
  id: v.number(),
  name: v.string(),
  full_name: v.string(),
  must_change_password: v.boolean(),
  grants: v.array(Grant),
  session: v.nullable(v.object({ id: v.number(), expires_at: v.string(), idle_minutes: v.number() })),
})
export type Me = v.InferOutput<typeof Me>

export const visibilities = ['nothing', 'grids', 'counts'] as const
export const Visibility = v.picklist(visibilities)
export type Visibility = v.InferOutput<typeof Visibility>

/** What someone may do somewhere, so that the page offers it. The server decides each time. */
export type Permission = 'people' | 'tokens' | 'settings' | 'audit' | 'attachments' | 'phones' | 'issues'

export const Session = v.object({
  me: v.nullable(Me),
  visibility: Visibility,
  sign_in: v.object({
    local: v.boolean(),
    providers: v.array(v.object({ key: v.string(), name: v.string() })),
  }),
  layers: v.array(v.string()),
  may: v.array(v.string()), // what this page does not know is passed over
})
export type Session = v.InferOutput<typeof Session>

export function fetchSession(signal?: AbortSignal): Promise<Session> {
  return ask('/v1/session', Session, signal)
}

export function signIn(name: string, password: string): Promise<Session> {
  return actFor({ method: 'POST', path: '/v1/session', body: { name, password } }, Session)
}

export function signOut(): Promise<void> {
  return act({ method: 'DELETE', path: '/v1/session' })
}

export function changePassword(old: string, fresh: string): Promise<void> {
  return act({ method: 'PUT', path: '/v1/me/password', body: { old, new: fresh } })
}

/** Where and since when someone is signed in. */
export const OpenSession = v.object({
  id: v.number(),
  created_at: v.string(),
  seen_at: v.string(),
  expires_at: v.string(),
  from: v.string(),
  agent: v.string(),
  current: v.boolean(),
})
export type OpenSession = v.InferOutput<typeof OpenSession>

const OpenSessions = v.object({ sessions: v.array(OpenSession) })

export async function fetchOpenSessions(signal?: AbortSignal): Promise<OpenSession[]> {
  return (await ask('/v1/me/sessions', OpenSessions, signal)).sessions
}

export function endSession(id: number): Promise<void> {
  return act({ method: 'DELETE', path: `/v1/me/sessions/${id}` })
}

/** Ends all of my sessions but this one. */
export function endOtherSessions(): Promise<void> {
  return act({ method: 'DELETE', path: '/v1/me/sessions' })
}
