/** Where the phone's bottom sheet comes to rest. */
export const rests = ['peek', 'half', 'full'] as const
export type Rest = (typeof rests)[number]

/** Heights in pixels of a sheet in a window that high. */
export function restHeights(windowHeight: number): Record<Rest, number> {
  return { peek: 148, half: Math.round(windowHeight * 0.46), full: windowHeight - 72 }
}

/** Where a sheet let go at a height, moving at px/ms (up is positive), comes to rest. */
export function restFor(height: number, speed: number, heights: Record<Rest, number>): Rest {
  const thrown = height + speed * 160
  const distance = (rest: Rest) => Math.abs(heights[rest] - thrown)
  return rests.reduce((best, rest) => (distance(rest) < distance(best) ? rest : best))
}

/** The rest after this one when the handle is pressed: up, then down to a peek again. */
export function nextRest(rest: Rest): Rest {
  return rest === 'peek' ? 'half' : rest === 'half' ? 'full' : 'peek'
}
