import * as v from 'valibot'
import { Text } from './shapes'

/** Why an answer could not be had, in the words the page can act on. */
export type Failure =
  | { kind: 'unreachable' } // no connection, or the server is not there
  | { kind: 'not-ready' } // the server is there but its data is not
  | Refusal
  | { kind: 'malformed' } // an answer this page does not understand

/**
 * A problem as RFC 9457 has it: type is its stable name, fields what of the request is wrong, retry how
 * many seconds to wait.
 */
export type Refusal = {
  kind: 'problem'
  status: number
  type: string
  title: string
  detail: string
  fields: FieldFault[]
  retry: number | null
}

/** What is wrong with one field of a request. */
export type FieldFault = v.InferOutput<typeof FieldFault>

/** said is what a problem says beside what all of them do. */
export class ApiError extends Error {
  constructor(
    readonly failure: Failure,
    readonly said: unknown = null,
  ) {
    super(failure.kind === 'problem' ? failure.detail || failure.title : failure.kind)
  }
}

const FieldFault = v.object({ field: v.string(), detail: Text })

const Problem = v.object({
  type: v.optional(v.string(), ''),
  title: v.optional(v.string(), ''),
  status: v.optional(v.number(), 0),
  detail: v.optional(v.string(), ''),
  fields: v.fallback(v.array(FieldFault), []),
})

/** What every exchange with the server says beside its answer. */
export type Sign =
  | { kind: 'version'; version: number }
  | { kind: 'lost' }
  | { kind: 'signed-out' } // it must be known who asks
  | { kind: 'waiting'; seconds: number } // the server prepares what was asked; it is asked again after so long

const listeners = new Set<(sign: Sign) => void>()

/** Calls listener with the dataset version of every answer, and when the server or the session is gone, or is waited for. */
export function onSign(listener: (sign: Sign) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tell(sign: Sign): void {
  for (const listener of listeners) listener(sign)
}

/**
 * Asks the server for path and parses the answer; where the server is busy with it, again when it says.
 * Rejects with ApiError, or AbortError when stopped.
 */
export async function ask<S extends v.GenericSchema>(
  path: string,
  schema: S,
  signal?: AbortSignal,
): Promise<v.InferOutput<S>> {
  const response = await reachWhenPrepared(path, { headers: headers(), ...(signal ? { signal } : {}) })
  tellVersion(response.headers.get('X-Dataset-Version'))
  return parse(schema, await readJson(response))
}

/** What is done to the server: a method, where, with what, and to which revision of it. */
export type Deed = {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  /** A file is sent as it is, under its own type; anything else as JSON. */
  body?: object
  revision?: number
  signal?: AbortSignal
}

/** Does something on the server, which answers nothing of interest. Rejects with ApiError. */
export async function act(deed: Deed): Promise<void> {
  await send(deed)
}

/** Does something on the server and parses what it answers. Rejects with ApiError. */
export async function actFor<S extends v.GenericSchema>(deed: Deed, schema: S): Promise<v.InferOutput<S>> {
  return parse(schema, await readJson(await send(deed)))
}

/** Asks for a file of a type instead of JSON. Rejects with ApiError. */
export async function askFile(path: string, mediaType: string): Promise<Blob> {
  const response = await reach(path, { headers: { ...headers(), Accept: mediaType } })
  return response.blob()
}

function send({ method, path, body, revision, signal }: Deed): Promise<Response> {
  return reach(path, {
    method,
    headers: {
      ...headers(),
      ...(body ? { 'Content-Type': body instanceof Blob ? body.type : 'application/json' } : {}),
      ...(revision === undefined ? {} : { 'If-Match': `"${revision}"` }),
    },
    ...(body ? { body: body instanceof Blob ? body : JSON.stringify(body) } : {}),
    ...(signal ? { signal } : {}),
  })
}

function parse<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
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

/** Sends a request; an answer that refuses it is thrown. */
async function reach(path: string, request: RequestInit): Promise<Response> {
  const response = await fetched(path, request)
  if (!response.ok) {
    const retry = Number(response.headers.get('Retry-After')) || null
    const body = await readJson(response)
    throw refused(problemOf(response.status, body, retry), body)
  }
  return response
}

/** How long an answer that is being prepared is waited for in all, seconds. */
const patience = 120

/** Sends a question again as often as the server, which is there, asks to come back for the answer. */
async function reachWhenPrepared(path: string, request: RequestInit): Promise<Response> {
  for (let waited = 0; ;) {
    try {
      return await reach(path, request)
    } catch (error) {
      const seconds = error instanceof ApiError ? comeBackIn(error.failure) : null
      if (seconds === null || waited + seconds > patience) throw error
      waited += seconds
      tell({ kind: 'waiting', seconds })
      await pause(seconds, request.signal)
    }
  }
}

/** After how many seconds to ask again; null: not at all. */
const comeBackIn = (failure: Failure) =>
  isProblem(failure, 'busy') && 'retry' in failure ? failure.retry : null

function pause(seconds: number, signal?: AbortSignal | null): Promise<void> {
  return new Promise((done, stop) => {
    const timer = setTimeout(done, seconds * 1000)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      stop(new DOMException('stopped', 'AbortError'))
    })
  })
}

async function fetched(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request)
  } catch (error) {
    if (request.signal?.aborted) throw error
    throw refused({ kind: 'unreachable' })
  }
}

/** Problems are worded in the page's language. */
function headers(): Record<string, string> {
  return { Accept: 'application/json', 'Accept-Language': document.documentElement.lang }
}

function refused(failure: Failure, said: unknown = null): ApiError {
  if (failure.kind === 'unreachable' || failure.kind === 'not-ready') tell({ kind: 'lost' })
  if (isProblem(failure, 'sign-in-required')) tell({ kind: 'signed-out' })
  return new ApiError(failure, said)
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return null
  }
}

/** The reasons for which nothing at all can be had for now; one without a name may be of a machine in between. */
const withoutData = ['', '/problems/not-ready', '/problems/database-away']

const wordless = { type: '', title: '', detail: '', fields: [] }

/** What a refused request means; exported for tests. */
export function problemOf(status: number, body: unknown, retry: number | null = null): Failure {
  if (status === 502 || status === 504) return { kind: 'unreachable' }
  const parsed = v.safeParse(Problem, body)
  const { type, title, detail, fields } = parsed.success ? parsed.output : wordless
  if (status === 503 && withoutData.includes(type)) return { kind: 'not-ready' }
  return { kind: 'problem', status, type, title, detail, fields, retry }
}

/** Whether the server refused for the reason of that stable name. */
export function isProblem(failure: Failure, name: string): boolean {
  return failure.kind === 'problem' && failure.type === `/problems/${name}`
}

/** What the server says is wrong with a field of the form that was sent. */
export function faultOf(failure: Failure | null, field: string): Text | null {
  if (failure?.kind !== 'problem') return null
  return failure.fields.find((fault) => fault.field === field)?.detail ?? null
}

function tellVersion(header: string | null): void {
  const version = Number(header)
  if (Number.isInteger(version) && version > 0) tell({ kind: 'version', version })
}
