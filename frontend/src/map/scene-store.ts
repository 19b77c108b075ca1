import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import type { AreaId, Bounds, LonLat } from '../api/shapes'
import { readView } from '../shell/map-view'
import type { Picked } from './issue'
import type { IssueMode } from './style'

/** Where the map is asked to go. */
export type Aim = { kind: 'bounds'; bounds: Bounds } | { kind: 'point'; at: LonLat; metres: number }

/** A building or facility that was searched for. */
export type Pin = { at: LonLat; name: string; inGrid: boolean }

/** What panels and map tell one another: they never speak directly. */
export const useScene = defineStore('scene', () => {
  const community = ref<AreaId | null>(null)
  const selected = ref<AreaId | null>(null)
  const hovered = ref<AreaId | null>(null)
  const issues = ref<IssueMode>('off')
  const picked = shallowRef<Picked | null>(null)
  const pin = shallowRef<Pin | null>(null)
  const aim = shallowRef<Aim | null>(null)
  /** The view that the page's address asked for. */
  const startView = readView(new URLSearchParams(window.location.search).get('view'))
  let stays = startView !== null

  // What is not drawn cannot stay picked.
  watch(issues, () => (picked.value = null))

  /** Shows an area as the one that is looked at. */
  function show(of: { community: AreaId | null; selected: AreaId | null }): void {
    community.value = of.community
    selected.value = of.selected
  }

  /** Moves the map, unless the next arrival was told to stay. */
  function arriveAt(bounds: Bounds): void {
    if (stays) stays = false
    else aim.value = { kind: 'bounds', bounds }
  }

  /** Moves the map in any case. */
  function goTo(to: Aim): void {
    aim.value = to
  }

  /** Lets the next panel arrive without moving the map: its area was picked on the map itself. */
  function stay(): void {
    stays = true
  }

  return {
    community,
    selected,
    hovered,
    issues,
    picked,
    pin,
    aim,
    startView,
    show,
    arriveAt,
    goTo,
    stay,
  }
})
