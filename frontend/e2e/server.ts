import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { addAccount, type Account } from './account'

declare module 'vitest' {
  export interface ProvidedContext {
    url: string
    /** Runs the program on the data of the server: its path and what to add to its arguments. */
    program: { path: string; data: readonly string[] }
    /** Who may sign in: an administrator of the whole district, and a leader of it. */
    people: { admin: Account; leader: Account }
  }
}

const patience = 300_000

/**
 * Serves the demo district from a fresh data directory for the whole run. GEWU_BIN names the
 * program (../bin/gewu); GEWU_URL names a server that runs already and is left running, whose data
 * GEWU_DATA or GEWU_DATABASE_URL name.
 */
export default async function serve(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const program = resolve(process.env.GEWU_BIN ?? '../bin/gewu')
  const running = process.env.GEWU_URL
  if (running) {
    project.provide('url', running.replace(/\/$/, ''))
    project.provide('program', { path: program, data: [] }) // it reads the environment itself
    await providePeople(project, project.getProvidedContext().url)
    return undefined
  }
  const data = await mkdtemp(join(tmpdir(), 'gewu-e2e-'))
  project.provide('program', { path: program, data: ['--data', data] })
  const child = spawn(program, ['serve', '--data', data, '--listen', '127.0.0.1:0', '--demo'])
  const stop = async () => {
    await ended(child)
    await rm(data, { recursive: true, force: true })
  }
  try {
    const url = await addressOf(child)
    project.provide('url', url)
    await providePeople(project, url)
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

async function providePeople(project: TestProject, url: string): Promise<void> {
  const { program } = project.getProvidedContext()
  const whole = '--whole-district'
  project.provide('people', {
    admin: await addAccount(url, program, '王芳', ['administrator', whole]),
    leader: await addAccount(url, program, '陈志强', ['leader', whole]),
  })
}

/** The address that the server prints once it can be visited. */
async function addressOf(child: ChildProcess): Promise<string> {
  let printed = ''
  const url = await new Promise<string>((found, fail) => {
    const timer = setTimeout(() => fail(new Error(`no address in ${patience} ms:\n${printed}`)), patience)
    const read = (chunk: Buffer) => {
      printed += chunk.toString()
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0]
      if (!address) return
      clearTimeout(timer)
      found(address)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.on('error', fail)
    child.on('exit', (code) => fail(new Error(`gewu serve ended with ${code}:\n${printed}`)))
  })
  return ready(url)
}

/** Waits until the server has its data: what is printed may come before that. */
async function ready(url: string): Promise<string> {
  const end = Date.now() + patience
  while (Date.now() < end) {
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok) return url
    await new Promise((next) => setTimeout(next, 100))
  }
  throw new Error(`${url}/readyz was not ready in ${patience} ms`)
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return Promise.resolve()
  return new Promise((done) => {
    child.once('exit', () => done())
    child.kill('SIGTERM')
  })
}
