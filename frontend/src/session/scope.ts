import type { Grant, Role } from '../api/session'
import type { AreaId } from '../api/shapes'

/** Who may see the phones of holders that are not for everybody. */
export const phoneRoles: readonly Role[] = ['patrol', 'planner', 'leader', 'administrator']

/**
 * Whether one of the grants gives one of the roles in an area, by its chain: itself and all that it
 * lies in. Null instead of a chain stands for the whole district.
 */
export function covers(
  grants: readonly Grant[],
  allowed: readonly Role[],
  chain: readonly AreaId[] | null,
): boolean {
  return grants.some(
    ({ role, area, in_force }) =>
      in_force && allowed.includes(role) && (area === null || (chain?.includes(area.id) ?? false)),
  )
}
