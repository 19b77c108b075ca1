import { watch } from 'vue'
import type { RouteLocationNormalized, RouteLocationRaw, Router } from 'vue-router'
import { onSign } from '../api/client'
import type { Me, Session } from '../api/session'
import { useConnection } from '../shell/connection'
import { useSession } from './session-store'

/** Where the sign-in is that leads back to a place; why it has to be, if the reader did not ask. */
export function signInFor(place: { fullPath: string }, ended = false): RouteLocationRaw {
  const to = place.fullPath === '/' ? {} : { to: place.fullPath }
  return { name: 'sign-in', query: { ...to, ...(ended ? { ended: '1' } : {}) } }
}

/** Where somebody is led instead of a screen; null: they may see it, as far as the page can tell. */
export function detour(to: RouteLocationNormalized, me: Me | null): RouteLocationRaw | null {
  if (to.name === 'sign-in') return null
  if (me?.must_change_password) return signInFor(to)
  return to.meta.signedIn && !me ? signInFor(to) : null
}

/**
 * Leads who must sign in first to the sign-in, and back: before screens that need it, and whenever the
 * server says that it no longer knows who asks.
 */
export function guard(router: Router): void {
  const session = useSession()
  const connection = useConnection()
  const here = () => router.currentRoute.value

  router.beforeEach(async (to) => {
    const known = to.meta.signedIn ? await session.known().catch(() => null) : session.session
    // Who the server cannot tell is let through: the screen says itself what is wrong.
    return known ? (detour(to, known.me) ?? true) : true
  })
  /** Leads to the sign-in from wherever the reader is by now; once, however many are refused together. */
  let leading = false
  async function lead(ended: boolean): Promise<void> {
    if (leading) return
    leading = true
    await router.isReady()
    if (here().name !== 'sign-in') await router.replace(signInFor(here(), ended))
    leading = false
  }
  onSign(({ kind }) => {
    if (kind !== 'signed-out') return
    const ended = session.me !== null
    session.forget()
    void lead(ended)
  })
  watch(
    () => session.me,
    async (me, before) => {
      await router.isReady()
      if (session.me === me && detour(here(), me)) void lead(before !== null && me === null)
    },
  )
  watch(() => connection.returns, () => void ask(session.refresh)) // prettier-ignore
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && session.me) void ask(session.refresh)
  })
  void ask(session.known)
}

/** A session that cannot be had now is asked for again when the connection comes back. */
async function ask(question: () => Promise<Session>): Promise<void> {
  await question().catch(() => null)
}
