import type { zhCN } from './zh-cn'

type Worded<T> = { readonly [K in keyof T]: T[K] extends string ? string : Worded<T[K]> }

/** The shape of all messages; Chinese states it. */
export type Messages = Worded<typeof zhCN>
