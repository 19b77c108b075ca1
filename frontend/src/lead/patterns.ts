/** Patterns for classes, so that they differ without colour, also on a black-and-white print. */
export const patterns = ['dots', 'hatch', 'cross', 'lines'] as const
export type Pattern = (typeof patterns)[number]

/** The side of a pattern's tile, pixels of the picture; two to a pixel of the page. */
const side = 16

/** Whether a pixel of a pattern's tile is drawn. */
export function isDrawn(pattern: Pattern, x: number, y: number): boolean {
  const falling = (x + y) % side < 3
  switch (pattern) {
    case 'dots':
      return Math.hypot(x - side / 2 + 0.5, y - side / 2 + 0.5) < 2.6
    case 'hatch':
      return falling
    case 'cross':
      return falling || (x - y + side) % side < 3
    case 'lines':
      return y % 8 < 2
  }
}

/** A pattern as a picture of one colour on nothing. */
export function patternImage(
  pattern: Pattern,
  [red, green, blue]: readonly [number, number, number],
): {
  width: number
  height: number
  data: Uint8ClampedArray
} {
  const data = new Uint8ClampedArray(side * side * 4)
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      if (isDrawn(pattern, x, y)) data.set([red, green, blue, 200], (y * side + x) * 4)
  return { width: side, height: side, data }
}
