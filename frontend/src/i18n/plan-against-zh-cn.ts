/** What a plan is compared with, in Chinese. */
export const againstZhCN = {
  label: '与什么比较',
  base: '方案开始时',
  plans: '本社区的其他方案',
  editions: '版本',
  edition: '该版本',
  otherPlan: '另一方案',
  thisPlan: '本方案',
  borders: '红色虚线是那边有、本方案没有的界线，灰影是两边归属不同的地块。',
  movedBuildings: '归属不同的楼栋 {n} 栋，{households} 户',
  same: '两边的划分相同。',
  none: '无',
  pick: '取用 {name}',
  pickLead: '勾选网格，把另一方案对它们的划法取到本方案里；先预览，再保留。',
  began: '开始时',
  pickNone: '取用所选网格',
  pickNow: '取用 {n} 个网格',
  picked: '取自另一方案',
} as const

/** Coordinate systems of files, in Chinese. */
export const systemsZhCN = {
  cgcs2000: 'CGCS2000（国家大地坐标系）',
  wgs84: 'WGS 84（GPS）',
  gcj02: 'GCJ-02（高德、腾讯地图）',
  bd09: 'BD-09（百度地图）',
} as const
