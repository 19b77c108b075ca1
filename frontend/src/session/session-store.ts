import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { fetchSession, signOut, type Me, type Permission, type Session } from '../api/session'
import { useConnection } from '../shell/connection'

/** Who is signed in, and what they may do somewhere. Nobody and nothing until the server has said so. */
export const useSession = defineStore('session', () => {
  const connection = useConnection()
  const session = shallowRef<Session | null>(null)
  const me = computed<Me | null>(() => session.value?.me ?? null)
  let asking: Promise<Session> | null = null

  const may = (permission: Permission) => session.value?.may.includes(permission) ?? false
  const shows = (layer: string) => session.value?.layers.includes(layer) ?? false

  /** Who someone is, as far as it decides what they are shown. */
  const whoOf = (someone: Me | null) => (someone ? `${someone.id} ${someone.must_change_password}` : '')

  /** Takes over what the server said; when somebody else is signed in now, everything loads again. */
  function hold(next: Session): Session {
    const other = session.value !== null && whoOf(session.value.me) !== whoOf(next.me)
    session.value = next
    if (other) connection.changed(connection.version)
    return next
  }

  /** Asks who is signed in, again. */
  async function refresh(): Promise<Session> {
    asking ??= fetchSession().finally(() => (asking = null))
    return hold(await asking)
  }

  /** Who is signed in, asked once. */
  const known = () => (session.value ? Promise.resolve(session.value) : refresh())

  /** Forgets who is signed in: the server no longer knows. */
  function forget(): void {
    if (session.value) session.value = { ...session.value, me: null, layers: [], may: [] }
  }

  /** Signs out and opens the page anew, so that nothing of what was seen stays in memory. */
  async function leave(): Promise<void> {
    await signOut()
    window.location.assign('/')
  }

  return { session, me, may, shows, hold, refresh, known, forget, leave }
})
