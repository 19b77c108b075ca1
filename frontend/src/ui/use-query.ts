import { reactive, watch } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'

/** What a page's address says under a key; empty when it says nothing, or several things. */
export function textOf(query: LocationQuery, key: string): string {
  const value = query[key]
  return typeof value === 'string' ? value : ''
}

/**
 * What a list is filtered by, kept in the page's address: it can be shared, and comes back with the
 * browser's way back. Empty ones are left out.
 */
export function useQuery<K extends string>(keys: readonly K[]): Record<K, string> {
  const route = useRoute()
  const router = useRouter()
  const read = () => Object.fromEntries(keys.map((key) => [key, textOf(route.query, key)]))
  const filter: Record<string, string> = reactive(read())
  const own = route.name
  watch(filter, () => {
    const query = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''))
    void router.replace({ query })
  })
  watch(
    () => route.query,
    () => {
      if (route.name === own) Object.assign(filter, read())
    },
  )
  return filter
}
