/**
 * Font stacks of map labels. With no glyph server in the style, MapLibre draws every glyph, Latin and
 * Chinese, with the reader's own fonts; it takes weight and slant from the words of the first
 * family, so that name is ours and the families after it are real.
 */
const families = [
  'Inter',
  'PingFang SC',
  'Microsoft YaHei',
  'Noto Sans CJK SC',
  'Noto Sans SC',
  'system-ui',
] as const

export const textFont = ['Gewu Medium', ...families] as const
export const boldFont = ['Gewu Bold', ...families] as const
export const italicFont = ['Gewu Italic', ...families] as const
