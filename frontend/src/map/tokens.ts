import sheet from '../tokens.css?raw'

/** Design tokens by name without the leading dashes: `brand` → `#0b6e6e`. */
export type Tokens = Readonly<Record<string, string>>

/** Reads the custom properties of the :root rule of a style sheet. */
export function parseTokens(css: string): Tokens {
  const root = /:root\s*\{([^}]*)\}/.exec(css.replace(/\/\*[\s\S]*?\*\//g, ''))?.[1] ?? ''
  const pairs = root.split(';').flatMap((line) => {
    const pair = /^\s*--([\w-]+)\s*:\s*(.+?)\s*$/.exec(line)
    return pair?.[1] && pair[2] ? [[pair[1], pair[2]] as const] : []
  })
  return Object.fromEntries(pairs)
}

/** The product's one token sheet. */
export const tokens: Tokens = parseTokens(sheet)

/** The colour that tokens give for name. Throws when the sheet has none: a mistake of ours. */
export function colourOf(from: Tokens, name: string): string {
  const colour = from[name]
  if (colour === undefined) throw new Error(`no token --${name}`)
  return colour
}
