import { called, type LogRow } from '../api/plan-log'
import { usePlanWords } from './use-plan-words'

/** The kinds of operations, and of rows without any, that have words. */
const known = new Set([
  'assign_cells', 'assign_unassigned', 'merge_grids', 'split_by_line', 'split_into', 'redraw_border', 'move_node',
  'move_vertex', 'follow_road', 'carve_building', 'heal_sliver', 'lock_grids', 'unlock_grids', 'rename_grid',
  'set_kind', 'exempt', 'undo', 'redo', 'rebase',
]) // prettier-ignore

/** Puts what was done to a plan into words. */
export function useLogWords() {
  const { t } = usePlanWords()

  /** Who did what. */
  function rowWords({ by, kind, operations }: Pick<LogRow, 'by' | 'kind' | 'operations'>): string {
    const kinds = kind === 'operations' ? operations.map((one) => one.kind) : [kind]
    const said = [...new Set(kinds)].slice(0, 3).map((one) => t(`plan.did.${known.has(one) ? one : 'other'}`))
    return t('plan.sinceRow', { by: called(by), what: said.join(t('ui.comma')) })
  }
  return { rowWords }
}
