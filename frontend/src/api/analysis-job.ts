import * as v from 'valibot'
import { act, actFor, ask } from './client'
import { Text } from './shapes'

/** A question that is answered in the background: how far it is, and where its answer is in the end. */
export const Job = v.object({
  id: v.number(),
  state: v.picklist(['waiting', 'running', 'done', 'cancelled', 'failed']),
  done: v.number(),
  of: v.number(), // 0: not known yet
  result: v.nullable(v.string()),
  why: v.nullable(Text), // it failed
  ended_at: v.nullable(v.string()),
})
export type Job = v.InferOutput<typeof Job>

/** Asks a question in the background; the same question of the same data is the same job. */
export function addJob(question: string): Promise<Job> {
  const [path = '', query = ''] = question.split('?')
  return actFor({ method: 'POST', path: `${path}/jobs?${query}` }, Job)
}
const Jobs = v.object({ jobs: v.array(Job) })

/** What was asked in the background before with the very same question, the newest first. */
export async function fetchJobs(question: string, signal?: AbortSignal): Promise<Job[]> {
  const [path = '', query = ''] = question.split('?')
  return (await ask(`${path}/jobs?${query}`, Jobs, signal)).jobs
}
export const fetchJob = (id: number, signal?: AbortSignal) => ask(`/v1/analysis/jobs/${id}`, Job, signal)
export const cancelJob = (id: number) => act({ method: 'DELETE', path: `/v1/analysis/jobs/${id}` })
