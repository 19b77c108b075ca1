import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Someone who may sign in. */
export type Account = { name: string; password: string; fullName: string }

const run = promisify(execFile)
let added = 0

/** Adds a person on the server's machine, as an operator does, who has the password given once. */
export async function addNewcomer(
  program: { path: string; data: readonly string[] },
  fullName: string,
): Promise<Account> {
  const name = `e2e.${process.pid}.${Date.now()}.${++added}`
  const { stdout } = await run(program.path, ['user', 'add', name, '--full-name', fullName, ...program.data])
  return { name, fullName, password: stdout.trim() }
}

/** Adds a person with a role (its name and what says where) who has chosen a password of their own. */
export async function addAccount(
  url: string,
  program: { path: string; data: readonly string[] },
  fullName: string,
  role: readonly string[],
): Promise<Account> {
  const { name, password } = await addNewcomer(program, fullName)
  await run(program.path, ['user', 'grant', name, ...role, ...program.data])
  const own = 'lantern quilt river mosaic'
  const headers = { 'Content-Type': 'application/json' }
  const session = await fetch(`${url}/v1/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ name, password }),
  })
  const cookie = session.headers.get('Set-Cookie')?.split(';')[0] ?? ''
  const changed = await fetch(`${url}/v1/me/password`, {
    method: 'PUT',
    headers: { ...headers, Cookie: cookie },
    body: JSON.stringify({ old: password, new: own }),
  })
  if (changed.status !== 204) throw new Error(`${name} cannot choose a password: ${await changed.text()}`)
  return { name, fullName, password: own }
}
