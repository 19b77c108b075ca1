/** One field as it was and as it is; undefined: it was or is not there. */
export type FieldChange = {
  path: string
  before: unknown
  after: unknown
  change: 'added' | 'removed' | 'changed' | 'same'
}

/**
 * What an act changed, field by field, in the order of the fields. Objects are taken apart; a list of plain
 * values is one value.
 */
export function changesBetween(before: unknown, after: unknown): FieldChange[] {
  const was = fieldsOf(before)
  const is = fieldsOf(after)
  return [...new Set([...was.keys(), ...is.keys()])].map((path): FieldChange => {
    const [old, now] = [was.get(path), is.get(path)]
    return { path, before: old, after: now, change: kindOf(old, now) }
  })
}

function kindOf(before: unknown, after: unknown): FieldChange['change'] {
  if (JSON.stringify(before) === JSON.stringify(after)) return 'same'
  if (before === undefined) return 'added'
  return after === undefined ? 'removed' : 'changed'
}

function fieldsOf(value: unknown, path = ''): Map<string, unknown> {
  if (value === undefined || (value === null && path === '')) return new Map()
  const parts = partsOf(value)
  if (!parts) return new Map([[path, value]])
  const fields = parts.flatMap(([key, part]) => [...fieldsOf(part, path ? `${path}.${key}` : key)])
  return new Map(fields)
}

/** The parts of an object, or of a list of objects; null for what is one value. */
function partsOf(value: unknown): [string, unknown][] | null {
  if (typeof value !== 'object' || value === null) return null
  if (Array.isArray(value)) {
    const plain = value.every((part) => typeof part !== 'object' || part === null)
    return plain ? null : value.map((part: unknown, i) => [String(i + 1), part])
  }
  return Object.entries(value)
}

/** A value as it is shown, where it needs no words: a list with commas, anything else as it is written. */
export function plainValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(plainValue).join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
