// What the scripts share that take pictures of a running service with the demo district.
import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'

/** The service, and where pictures go: the arguments of the script. */
export const [address = 'http://127.0.0.1:8080', directory = '../docs/images'] = process.argv.slice(2)
await mkdir(directory, { recursive: true })

export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--use-gl=angle',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--ignore-gpu-blocklist',
    '--disable-background-networking',
  ],
})

const patience = 120_000

/** Opens a page; as: who is signed in. */
export async function visit(path, { size = { width: 1280, height: 800 }, locale = 'zh-CN', as } = {}) {
  const context = await browser.newContext({ viewport: size, locale, reducedMotion: 'reduce' })
  context.setDefaultTimeout(patience)
  if (as) {
    const session = await context.request.post(`${address}/v1/session`, { data: as })
    if (!session.ok()) throw new Error(`${as.name} cannot sign in: ${session.status()}`)
  }
  const page = await context.newPage()
  await page.goto(address + path)
  return page
}

/** Waits until the map has drawn all it has to draw. */
export const idle = (page) => page.waitForSelector('[data-test=map][data-state=ready][data-idle=true]')

export async function picture(page, file, quality = 85) {
  await idle(page)
  await save(page, file, quality)
}

/** Takes the picture of a page as it is. */
export const save = (page, file, quality) =>
  page.screenshot({ path: join(directory, `${file}.jpg`), type: 'jpeg', quality })

const run = promisify(execFile)
const program = process.env.GEWU_BIN ?? '../bin/gewu'
let added = 0

/** Adds a person with a role in the whole district, with the program on the service's data, which GEWU_DATA names. */
export async function addPerson(fullName, role) {
  const name = `pictures.${Date.now()}.${++added}`
  const { stdout } = await run(program, ['user', 'add', name, '--full-name', fullName])
  await run(program, ['user', 'grant', name, role, '--whole-district'])
  const first = { name, password: stdout.trim() }
  const own = { name, password: 'lantern quilt river mosaic' }
  const context = await browser.newContext()
  const session = await context.request.post(`${address}/v1/session`, { data: first })
  const body = { old: first.password, new: own.password }
  const changed = await context.request.put(`${address}/v1/me/password`, { data: body })
  if (!session.ok() || !changed.ok()) throw new Error(`${fullName} cannot be made a ${role}`)
  await context.close()
  return own
}
