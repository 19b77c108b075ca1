import * as v from 'valibot'
import { LonLat, Text } from './shapes'

/** Who did something: what they sign in with, and what they are called. */
export const Person = v.object({ name: v.string(), full_name: v.optional(v.nullable(v.string()), null) })
export type Person = v.InferOutput<typeof Person>

/** What someone is called. */
export const called = ({ full_name, name }: Person): string => full_name ?? name

/** One row of what has been done to a plan. */
export const LogRow = v.object({
  revision: v.number(),
  kind: v.string(),
  operations: v.fallback(v.array(v.looseObject({ kind: v.string() })), []),
  by: Person,
  at: v.string(),
  taken_back: v.optional(v.boolean(), false),
  grids: v.fallback(v.array(v.number()), []),
})
export type LogRow = v.InferOutput<typeof LogRow>

/** The problem of an operation that was sent for another revision: what has happened since. */
export const PlanChanged = v.object({ type: v.literal('/problems/plan-changed'), since: v.array(LogRow) })

/** Why an operation cannot be made, and where. */
export const Refusal = v.object({
  reason: v.string(),
  words: Text,
  grid: v.optional(v.nullable(v.number()), null),
  at: v.optional(v.nullable(LonLat), null),
})
export type Refusal = v.InferOutput<typeof Refusal>

/** The problem of operations that cannot be made; operation: which of them, from 1. */
export const RefusedOperation = v.object({
  type: v.literal('/problems/operation-refused'),
  operation: v.optional(v.nullable(v.number()), null),
  refusal: Refusal,
})
