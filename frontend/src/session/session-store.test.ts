// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { ask } from '../api/client'
import { useFakeServer } from '../api/fake-server'
import { Settings } from '../api/settings'
import { routes } from '../router'
import { guard } from './guard'
import { useSession } from './session-store'

const server = useFakeServer()
beforeEach(() => setActivePinia(createPinia()))

const me = (must_change_password = false) => ({
  kind: 'person',
  id: 7,
  name: 'wang',
  full_name: '王芳',
  must_change_password,
  grants: [],
  session: { id: 1, expires_at: '2026-11-29T00:00:00Z', idle_minutes: 720 },
})
const session = (who: object | null, may: string[] = []) => ({
  me: who,
  visibility: 'grids',
  sign_in: { local: true, providers: [] },
  layers: who ? ['grids', 'issues'] : ['grids'],
  may,
})
const signedOut = () => ({
  status: 401,
  body: { type: '/problems/sign-in-required', title: 'Sign in first', status: 401, detail: '' },
})

/** The page's routes without its screens, guarded; at a place. */
async function at(path: string) {
  const screen = { template: '' }
  const bare = routes.map(({ path, name, meta, redirect }) =>
    redirect && name === undefined && path !== '/admin'
      ? { path, redirect: '/' }
      : { path, component: screen, ...(name ? { name } : {}), ...(meta ? { meta } : {}) },
  )
  const router = createRouter({ history: createMemoryHistory(), routes: bare })
  guard(router)
  await router.push(path)
  return router
}

test('who is signed in is asked once, however many need to know', async () => {
  server.routes.set('GET /v1/session', () => ({ body: session(me(), ['people']) }))
  const store = useSession()
  await Promise.all([store.known(), store.known()])
  await store.known()
  expect(server.asked).toHaveLength(1)
  expect(store.me?.name).toBe('wang')
  expect(store.may('people')).toBe(true)
  expect(store.may('audit')).toBe(false)
  expect(store.shows('issues')).toBe(true)
})

test('a visitor who asks for their account signs in first, and comes back to it', async () => {
  server.routes.set('GET /v1/session', () => ({ body: session(null) }))
  const router = await at('/account?tab=1')
  expect(router.currentRoute.value.name).toBe('sign-in')
  expect(router.currentRoute.value.query).toEqual({ to: '/account?tab=1' })
})

test('a visitor sees the map without being asked who they are', async () => {
  server.routes.set('GET /v1/session', () => ({ body: session(null) }))
  expect((await at('/')).currentRoute.value.fullPath).toBe('/')
})

test('a session that ended while something was asked leads to the sign-in, once', async () => {
  server.routes.set('GET /v1/session', () => ({ body: session(me()) }))
  server.routes.set('GET /v1/settings', signedOut)
  const router = await at('/account')
  expect(router.currentRoute.value.name).toBe('account')
  await Promise.allSettled([ask('/v1/settings', Settings), ask('/v1/settings', Settings)])
  await expect.poll(() => router.currentRoute.value.name).toBe('sign-in')
  expect(router.currentRoute.value.query).toEqual({ to: '/account', ended: '1' })
  expect(useSession().me).toBeNull()
})

test('a password given once is changed before anything else', async () => {
  server.routes.set('GET /v1/session', () => ({ body: session(me(true)) }))
  const router = await at('/account')
  expect(router.currentRoute.value.name).toBe('sign-in')
  const fromMap = await at('/a/12')
  await expect.poll(() => fromMap.currentRoute.value.fullPath).toBe('/sign-in?to=/a/12')
})

test('a server that cannot be had keeps nobody out of a screen: the screen says it', async () => {
  server.routes.set('GET /v1/session', () => ({ status: 503 }))
  expect((await at('/account')).currentRoute.value.name).toBe('account')
})
