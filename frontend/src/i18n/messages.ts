import type { auditZhCN } from './audit-zh-cn'
import type { leadZhCN } from './lead-zh-cn'
import type { planZhCN } from './plan-zh-cn'
import type { screensZhCN } from './screens-zh-cn'
import type { zhCN } from './zh-cn'

type Worded<T> = { readonly [K in keyof T]: T[K] extends string ? string : Worded<T[K]> }

/** The shape of the messages that every page has; Chinese states it. */
export type Messages = Worded<typeof zhCN>

/** The shape of those of the screens without a map. */
export type ScreenMessages = Worded<typeof screensZhCN>

/** The shape of the words of the audit trail. */
export type AuditMessages = Worded<typeof auditZhCN>

/** The shape of those of the planner's screen. */
export type PlanMessages = Worded<typeof planZhCN>

/** The shape of those of the leader's screen. */
export type LeadMessages = Worded<typeof leadZhCN>
