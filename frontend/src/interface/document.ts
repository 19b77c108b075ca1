/** Reading the interface's description (OpenAPI 3.1), of which the page trusts no member to be there. */

export type Node = Readonly<Record<string, unknown>>

export function nodeOf(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function textsOf(value: unknown): string[] {
  return listOf(value).map(textOf).filter(Boolean)
}

/** What a reference leads to, with what is said beside it; else the node itself. */
export function resolved(document: Node, value: unknown): Node {
  const node = nodeOf(value)
  const ref = textOf(node.$ref)
  if (!ref.startsWith('#/')) return node
  let found: unknown = document
  for (const part of ref.slice(2).split('/'))
    found = nodeOf(found)[part.replaceAll('~1', '/').replaceAll('~0', '~')]
  const beside = Object.fromEntries(Object.entries(node).filter(([name]) => name !== '$ref'))
  return { ...resolved(document, found), ...beside }
}
