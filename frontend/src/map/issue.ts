import * as v from 'valibot'
import type { Text } from '../api/shapes'

export const IssueStatus = v.picklist(['open', 'accepted', 'handling', 'checking', 'closed', 'void'])
export type IssueStatus = v.InferOutput<typeof IssueStatus>

/** One report, as a tile holds it. */
export type Issue = { id: number; kind: Text; status: IssueStatus; opened: Date }

/** Reports at one place that was clicked, newest first; never none. */
export type Picked = { at: readonly [number, number]; issues: readonly Issue[] }

const Properties = v.object({
  kind: v.optional(v.string(), ''),
  kind_zh: v.optional(v.string(), ''),
  kind_en: v.optional(v.string(), ''),
  status: IssueStatus,
  opened: v.pipe(
    v.number(),
    v.transform((seconds) => new Date(seconds * 1000)),
  ),
})

/** Something that the map has drawn. */
type Drawn = { id?: string | number | undefined; properties: unknown }

/**
 * The reports among what is drawn, each once though several tiles may hold it. A point that stands
 * for several reports has no status of its own, and is none.
 */
export function issuesOf(drawn: readonly Drawn[]): Issue[] {
  const found = new Map<number, Issue>()
  for (const { id, properties } of drawn) {
    const read = v.safeParse(Properties, properties)
    if (typeof id !== 'number' || !read.success) continue
    const { kind, kind_zh: zh, kind_en: en, status, opened } = read.output
    // The source's own word stands for a kind that no code table names.
    found.set(id, { id, kind: zh || en ? { zh, en } : { zh: kind, en: kind }, status, opened })
  }
  return [...found.values()].sort((a, b) => b.opened.getTime() - a.opened.getTime() || a.id - b.id)
}

/** Whether a report needs nothing more. */
export function isDone(status: IssueStatus): boolean {
  return status === 'closed' || status === 'void'
}
