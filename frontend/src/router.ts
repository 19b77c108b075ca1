import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'

/** The screens: the district, a community by code, the card of any area by id. */
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
  { path: '/:rest(.*)*', redirect: { name: 'district' } },
]

export const router = createRouter({ history: createWebHistory(), routes })
