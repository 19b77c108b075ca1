/** Why no proposal meets all conditions, and what can be done, in Chinese. */
export const unmetZhCN = {
  title: '哪里满足不了',
  see: '看位置',
  unlock: '解锁并重算',
  why: {
    cell_over_band: '单元 {cell} 有 {n} 户，超过上限。先把它切开，或让它的网格留在区间外。',
    estate_over_band: '{estate}有 {n} 户，超过一个网格的上限，只能分开。',
    estate_apart: '{estate}（{n} 户）不相连，或分在锁定的网格里，只能分开。',
    island_under_band: '有一块地与其余不相连，只有 {n} 户，不够一个网格。',
    island_no_count: '有一块地与其余不相连，{n} 户怎么分都有网格在区间外。',
    locked_out_of_band: '{grid}锁定，{n} 户，在区间外。',
    locked_detached: '{grid}锁定，{n} 户，本身不相连。',
    grid_over_band: '{grid}有 {n} 户，超过上限。',
    grid_under_band: '{grid}有 {n} 户，低于下限。',
    other: '{grid}（{n} 户）满足不了条件。',
  },
  estate: '一个小区',
} as const

/** Why a proposal changes a grid, in Chinese. */
export const whyZhCN = {
  was_over: '原来户数过多',
  was_under: '原来户数过少',
  was_detached: '原来不相连',
  is_new: '新设',
  dissolved: '并入邻格',
  took_unassigned: '接收未分配的单元',
  makes_room: '为邻格腾出余地',
  better_border: '界线更顺',
} as const
