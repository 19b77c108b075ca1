import * as v from 'valibot'

/** Why an answer could not be had, in the words the page can act on. */
export type Failure =
  | { kind: 'unreachable' } // no connection, or the server is not there
  | { kind: 'not-ready' } // the server is there but its data is not
  | { kind: 'problem'; status: number; title: string; detail: string } // RFC 9457
  | { kind: 'malformed' } // an answer this page does not understand

export class ApiError extends Error {
  constructor(readonly failure: Failure) {
    super(failure.kind === 'problem' ? failure.detail || failure.title : failure.kind)
  }
}

const Problem = v.object({
  title: v.optional(v.string(), ''),
  status: v.optional(v.number(), 0),
  detail: v.optional(v.string(), ''),
})

/** What every exchange with the server says beside its answer. */
export type Sign = { kind: 'version'; version: number } | { kind: 'lost' }

const listeners = new Set<(sign: Sign) => void>()

/** Calls listener with the dataset version of every answer, and when the server cannot be had. */
export function onSign(listener: (sign: Sign) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell(sign: Sign): void {
  for (const listener of listeners) listener(sign)
}

/** Asks the server for path and parses the answer. Rejects with ApiError, or AbortError when stopped. */
export async function ask<S extends v.GenericSchema>(
  path: string,
  schema: S,
  signal?: AbortSignal,
): Promise<v.InferOutput<S>> {
  const response = await reach(path, signal)
  const body = await readJson(response)
  if (!response.ok) throw refused(problemOf(response.status, body))
  tellVersion(response.headers.get('X-Dataset-Version'))
  const parsed = v.safeParse(schema, body)
  if (!parsed.success) throw new ApiError({ kind: 'malformed' })
  return parsed.output
}

/** Says whether the server is up and has its data. */
export async function isReady(): Promise<boolean> {
  try {
    return (await fetch('/readyz', { cache: 'no-store' })).ok
  } catch {
    return false
  }
}

async function reach(path: string, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(path, { headers: headers(), ...(signal ? { signal } : {}) })
  } catch (error) {
    if (signal?.aborted) throw error
    throw refused({ kind: 'unreachable' })
  }
}

/** Problems are worded in the page's language. */
function headers(): Record<string, string> {
  return { Accept: 'application/json', 'Accept-Language': document.documentElement.lang }
}

function refused(failure: Failure): ApiError {
  if (failure.kind === 'unreachable' || failure.kind === 'not-ready') tell({ kind: 'lost' })
  return new ApiError(failure)
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return null
  }
}

/** What a refused request means; exported for tests. */
export function problemOf(status: number, body: unknown): Failure {
  if (status === 502 || status === 504) return { kind: 'unreachable' }
  if (status === 503) return { kind: 'not-ready' }
  const parsed = v.safeParse(Problem, body)
  const { title, detail } = parsed.success ? parsed.output : { title: '', detail: '' }
  return { kind: 'problem', status, title, detail }
}

function tellVersion(header: string | null): void {
  const version = Number(header)
  if (Number.isInteger(version) && version > 0) tell({ kind: 'version', version })
}
