import * as v from 'valibot'
import { LogRow } from '../api/plan-log'
import { WireTopology } from '../api/plan-topology'

const Told = v.object({
  revision: v.number(),
  rows: v.array(LogRow),
  undo: v.boolean(),
  redo: v.boolean(),
  /** Null: it has to be read anew. */
  topology: v.nullable(WireTopology),
})
export type Told = v.InferOutput<typeof Told>

export type Heard = {
  /** Somebody did something to the plan. */
  operation: (told: Told) => void
  /** Something else about the plan may be otherwise: its state, its title. */
  other: () => void
  /** Whether the connection stands. */
  standing: (stands: boolean) => void
}

const pause = 3_000

/** Listens to what happens to a plan, until it is stopped; a connection that breaks is made again. */
export function followPlan(id: number, known: () => number, heard: Heard): () => void {
  let events: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function open(): void {
    if (known() < 0) {
      timer = setTimeout(open, 500) // the plan is not here yet
      return
    }
    events = new EventSource(`/v1/plans/${id}/live?after=${known()}`)
    events.addEventListener('operation', ({ data }: MessageEvent<unknown>) => {
      const told =
        typeof data === 'string' ? v.safeParse(v.pipe(v.string(), v.parseJson(), Told), data) : null
      if (told?.success) heard.operation(told.output)
      else heard.other()
    })
    events.addEventListener('plan', () => {
      heard.standing(true)
      heard.other()
    })
    events.addEventListener('error', () => {
      events?.close()
      heard.standing(false)
      timer = setTimeout(open, pause)
    })
  }
  open()
  return () => {
    clearTimeout(timer)
    events?.close()
  }
}
