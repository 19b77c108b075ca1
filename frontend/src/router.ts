import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import type { Permission } from './api/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** The screen fills the window; without it, it stands beside the map. */
    page?: boolean
    /** Only for who is signed in. */
    signedIn?: boolean
    /** Only for who may do this somewhere. */
    may?: Permission
  }
}

const administration: RouteRecordRaw[] = [
  { path: 'people', name: 'people', meta: { may: 'people' }, component: () => import('./people/people-page.vue') },
  {
    path: 'people/:id([1-9]\\d*)',
    name: 'person',
    meta: { may: 'people' },
    component: () => import('./people/person-page.vue'),
    props: (route) => ({ id: Number(route.params.id) }),
  },
  { path: 'tokens', name: 'tokens', meta: { may: 'tokens' }, component: () => import('./tokens/tokens-page.vue') },
  {
    path: 'settings',
    name: 'settings',
    meta: { may: 'settings' },
    component: () => import('./settings/settings-page.vue'),
  },
  { path: 'audit', name: 'audit', meta: { may: 'audit' }, component: () => import('./audit/audit-page.vue') },
  { path: '', redirect: { name: 'people' } },
] // prettier-ignore

/** The screens: the district, a community by code, the card of any area by id; and those without a map. */
export const routes: RouteRecordRaw[] = [
  { path: '/', name: 'district', component: () => import('./district/overview-panel.vue') },
  {
    path: '/c/:code',
    name: 'community',
    component: () => import('./community/community-panel.vue'),
    props: true,
  },
  {
    path: '/a/:id([1-9]\\d*)',
    name: 'area',
    component: () => import('./area/area-panel.vue'),
    props: (route) => ({ id: Number(route.params.id) }),
  },
  {
    path: '/sign-in',
    name: 'sign-in',
    meta: { page: true },
    component: () => import('./sign-in/sign-in-page.vue'),
  },
  {
    path: '/interface',
    name: 'interface',
    meta: { page: true },
    component: () => import('./interface/interface-page.vue'),
  },
  {
    path: '/account',
    name: 'account',
    meta: { page: true, signedIn: true },
    component: () => import('./account/account-page.vue'),
  },
  {
    path: '/plan',
    name: 'plans',
    meta: { page: true, signedIn: true },
    component: () => import('./plan/plans-page.vue'),
  },
  {
    path: '/plan/:id([1-9]\\d*)',
    name: 'plan',
    meta: { page: true, signedIn: true },
    component: () => import('./plan/plan-page.vue'),
    props: (route) => ({ id: Number(route.params.id) }),
  },
  {
    path: '/lead',
    name: 'lead',
    meta: { page: true, signedIn: true },
    component: () => import('./lead/lead-page.vue'),
  },
  {
    path: '/lead/report',
    name: 'lead-report',
    meta: { page: true, signedIn: true },
    component: () => import('./lead/report-page.vue'),
  },
  {
    path: '/admin',
    meta: { page: true, signedIn: true },
    component: () => import('./admin/admin-layout.vue'),
    children: administration,
  },
  { path: '/:rest(.*)*', redirect: { name: 'district' } },
]

export const router = createRouter({ history: createWebHistory(), routes })
