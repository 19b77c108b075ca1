import { listOf, nodeOf, resolved, textOf, textsOf, type Node } from './document'

/** A member of a body: where it is ("people[].id"), of what type, and what it means. */
export type Field = { path: string; type: string; required: boolean; description: string }

/** Deeper members are left to the description itself. */
const deepest = 7

/** The members of a schema, those of members below them. */
export function fieldsOf(document: Node, schema: unknown, path = '', depth = 0): Field[] {
  const node = plainly(document, schema).node
  if (depth > deepest) return []
  if (node.type === 'array' && node.items) return fieldsOf(document, node.items, `${path}[]`, depth + 1)
  const required = textsOf(node.required)
  return Object.entries(nodeOf(node.properties)).flatMap(([name, member]) => {
    const where = path === '' ? name : `${path}.${name}`
    const field = {
      path: where,
      type: typeOf(document, member),
      required: required.includes(name),
      description: textOf(resolved(document, member).description),
    }
    return [field, ...fieldsOf(document, member, where, depth + 1)]
  })
}

/** The type of a schema in a few words that are the same in every language. */
export function typeOf(document: Node, schema: unknown): string {
  const { node, nullable } = plainly(document, schema)
  const orNull = nullable ? ' | null' : ''
  if (node.const !== undefined) return JSON.stringify(node.const) + orNull
  const words = listOf(node.enum)
  if (words.length > 0) return words.map((word) => JSON.stringify(word)).join(' | ') + orNull
  if (node.type === 'array') return arrayOf(document, node) + orNull
  return [textOf(node.format) || textOf(node.type) || 'any', limits(node)].filter(Boolean).join(' ') + orNull
}

function arrayOf(document: Node, node: Node): string {
  const tuple = listOf(node.prefixItems)
  if (tuple.length > 0) return `[${tuple.map((item) => typeOf(document, item)).join(', ')}]`
  const item = typeOf(document, node.items)
  return item.includes(' ') ? `(${item})[]` : `${item}[]`
}

/** A schema without the null that it may be as well. */
function plainly(document: Node, schema: unknown): { node: Node; nullable: boolean } {
  const node = resolved(document, schema)
  const types = textsOf(node.type)
  if (types.length > 0)
    return {
      node: { ...node, type: types.filter((type) => type !== 'null').join(' | ') },
      nullable: types.includes('null'),
    }
  const choices = listOf(node.oneOf).map((choice) => resolved(document, choice))
  const others = choices.filter((choice) => choice.type !== 'null')
  const [only] = others
  if (only && others.length === 1) {
    const inner = plainly(document, only)
    return { node: inner.node, nullable: inner.nullable || choices.length > 1 }
  }
  return { node, nullable: false }
}

function limits(node: Node): string {
  const from = node.minimum ?? node.minLength
  const to = node.maximum ?? node.maxLength
  const counts = node.minLength !== undefined || node.maxLength !== undefined
  if (from === undefined && to === undefined) return ''
  const range = `${shown(from)}…${shown(to)}`
  return counts ? `(${range} chars)` : `(${range})`
}

function shown(limit: unknown): string {
  return typeof limit === 'number' ? String(limit) : ''
}
