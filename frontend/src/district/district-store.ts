import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { fetchCommunities, type Community } from '../api/community'
import { fetchDistrict, type District } from '../api/district'
import type { AreaId } from '../api/shapes'
import { hasBand } from './grouping'
import { useLoaded } from '../shell/loaded'

type Whole = { district: District; communities: Community[] }

async function fetchWhole(_: 'district', signal: AbortSignal): Promise<Whole> {
  const [district, communities] = await Promise.all([fetchDistrict(signal), fetchCommunities(signal)])
  return { district, communities }
}

/** The district and its communities, which every screen needs. */
export const useDistrict = defineStore('district', () => {
  const { state, reload } = useLoaded<'district', Whole>(() => 'district', fetchWhole)
  const district = computed(() => (state.value.phase === 'ready' ? state.value.value.district : null))
  const communities = computed(() => (state.value.phase === 'ready' ? state.value.value.communities : []))
  /** The raster under the map, where there is one. */
  const baseMap = computed(() => (district.value?.base_map?.url ? district.value.base_map : null))
  /** Whose data the map shows. */
  const credit = computed(() =>
    [district.value?.attribution, baseMap.value?.attribution].filter(Boolean).join(' · '),
  )
  const isEmpty = computed(
    () => district.value?.counts.communities === 0 && district.value.counts.grids === 0,
  )
  const byId = computed(() => new Map(communities.value.map((community) => [community.id, community])))
  const byCode = computed(() => new Map(communities.value.map((community) => [community.code, community])))

  const banded = computed(() => communities.value.filter(hasBand))

  /** Whether a panel has been shown before: the first one leaves the focus where the page begins. */
  const visited = ref(false)

  function communityOf(ids: readonly AreaId[]): Community | null {
    for (const id of ids) {
      const community = byId.value.get(id)
      if (community) return community
    }
    return null
  }

  return {
    state,
    reload,
    district,
    communities,
    baseMap,
    credit,
    isEmpty,
    byCode,
    banded,
    communityOf,
    visited,
  }
})
