/** A scale bar: a round length and how wide it is drawn. */
export type Scale = { metres: number; pixels: number }

/** The longest bar of 1, 2 or 5 times a power of ten metres that fits into maxPixels. */
export function scaleFor(metresPerPixel: number, maxPixels: number): Scale {
  const longest = metresPerPixel * maxPixels
  if (!(longest > 0) || !Number.isFinite(longest)) return { metres: 0, pixels: 0 }
  const magnitude = 10 ** Math.floor(Math.log10(longest))
  const factor = [5, 2, 1].find((f) => f * magnitude <= longest) ?? 1
  const metres = factor * magnitude
  return { metres, pixels: metres / metresPerPixel }
}
