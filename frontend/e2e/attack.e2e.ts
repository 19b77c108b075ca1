import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest'
import { addAccount, type Account } from './account'
import { freshPage, mapIsIdle, pixelOf, rendered } from './browser'
import { slowness } from './hinder'

// A district of its own, every text of which is written by somebody who means harm.

const run = promisify(execFile)
const program = { path: inject('program').path, data: ['--data', ''] }
const patience = { timeout: 60_000 * slowness, interval: 100 }

/** What a page that takes texts for markup, an address or a template would run. */
const poison = [
  '</title></script><script>window.__x=1</script>',
  '"><img src=x onerror=window.__x=1>',
  "'><svg onload=window.__x=1>",
  '<a href=javascript:window.__x=1>a</a>',
  "{{constructor.constructor('window.__x=1')()}}",
].join('')
const hostile = (name: string) => `${name}${poison}`
const turned = (name: string) => `\u202e${hostile(name)}` // would be written from right to left: the import takes the sign out

const communityCode = '<img src=x onerror=window.__x=1>'
const gridCode = (n: number) => `"><svg onload=window.__x=${n}>`
const west = [117.62, 26.265, 117.625, 26.275] as const
const east = [117.625, 26.265, 117.63, 26.275] as const
const whole = [117.62, 26.265, 117.63, 26.275] as const
const home = [117.6215, 26.2701] as const
const inWest = [117.6225, 26.2702] as const
const incident = [117.6235, 26.2735] as const

type Box = readonly [number, number, number, number]

function ground([w, s, e, n]: Box, properties: Record<string, string>) {
  const ring = [[w, s], [e, s], [e, n], [w, n], [w, s]] // prettier-ignore
  return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ring] } }
}

const collection = (...features: object[]) => JSON.stringify({ type: 'FeatureCollection', features })
const table = (head: string, row: (string | number)[]) =>
  `${head}\n${row.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',')}\n`

const street = { type: 'LineString', coordinates: [[117.6202, 26.2695], [117.6248, 26.2695]] } // prettier-ignore

const house = ['h', ...home, turned('甲楼'), hostile('门牌'), 400]
const clinic = [hostile('点'), ...home, hostile('类'), turned('卫生站'), hostile('站址')]
const today = new Date().toISOString()
const report = ['i', ...incident, turned('事类'), hostile('事题'), hostile('事址'), today, 'open']
const holder = [turned('员'), '0598-5550267', 'true', gridCode(1), 'first_holder', turned('责'), '2026-01-01']
const community = ground(whole, { code: communityCode, name: turned('社区') })
const inIt = (box: Box, n: number, name: string) =>
  ground(box, { code: gridCode(n), name, parent: communityCode })
const named = { id: 'r', name: hostile('路'), class: 'road' }
const road = { type: 'Feature', properties: named, geometry: street }

/** The district's files, in the order in which they are imported, with what the command needs to know. */
const files: [noun: string, content: string, ...more: string[]][] = [
  ['areas', collection(community), '--level', 'community'],
  ['grids', collection(inIt(west, 1, turned('西格')), inIt(east, 2, hostile('东格'))), '--title', hostile('版次')],
  ['buildings', table('id,lon,lat,name,address,households', house)],
  ['facilities', table('id,lon,lat,kind,name,address', clinic)],
  ['estates', collection(ground(west, { id: 'e', name: turned('小区'), class: 'open' }))],
  ['roads', collection(road)],
  ['issues', table('id,lon,lat,kind,title,address,opened,status', report)],
  ['staff', table('name,work_phone,public,area,post,task,from', holder)],
] // prettier-ignore

async function gewu(...args: string[]): Promise<string> {
  return (await run(program.path, [...args, ...program.data])).stdout
}

async function importAll(directory: string): Promise<void> {
  for (const [noun, content, ...more] of files) {
    const file = join(directory, `${noun}.${content.startsWith('{') ? 'geojson' : 'csv'}`)
    await writeFile(file, content)
    await gewu('import', noun, file, '--crs', 'cgcs2000', '--source', hostile(noun), ...more)
  }
}

/** Runs the program on a fresh district; gives the address that it prints once it can be visited. */
async function serve(): Promise<string> {
  server = spawn(program.path, ['serve', ...program.data, '--listen', '127.0.0.1:0'])
  let printed = ''
  return new Promise((found, fail) => {
    const read = (chunk: Buffer) => {
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec((printed += chunk.toString()))?.[0]
      if (address) found(address)
    }
    server?.stdout?.on('data', read)
    server?.stderr?.on('data', read)
    server?.on('exit', (code) => fail(new Error(`gewu serve ended with ${code}:\n${printed}`)))
  })
}

/** Tells Node of whatever a text has become in the page that a text may not become. */
const watch = `(() => {
  const address = (one) => ['href', 'src', 'action', 'xlink:href'].some((name) =>
    /^\\s*javascript:/i.test(one.getAttribute(name) ?? ''))
  const foreign = (one) => address(one) || one.matches('img[src=x], svg[onload], script:not([src]), iframe') ||
    one.getAttributeNames().some((name) => name.startsWith('on'))
  const look = (node) => node instanceof Element &&
    [node, ...node.querySelectorAll('*')].filter(foreign).forEach((one) => gewuSaw('element ' + one.outerHTML))
  new MutationObserver((records) => records.forEach(({ target, addedNodes, type }) =>
    type === 'attributes' ? look(target) : addedNodes.forEach(look)
  )).observe(document, { subtree: true, childList: true, attributes: true })
  document.addEventListener('securitypolicyviolation', (event) =>
    gewuSaw('violation ' + event.violatedDirective + ' ' + event.blockedURI))
  Object.defineProperty(window, '__x', { set: () => gewuSaw('run') })
})()`

let server: ChildProcess | undefined
let directories: string[] = []
let url = ''
let browser: Browser
let admin: Account
let seen: string[] = []

beforeAll(async () => {
  for (const name of ['GEWU_URL', 'GEWU_DATA', 'GEWU_DATABASE_URL']) vi.stubEnv(name, undefined)
  const fresh = (name: string) => mkdtemp(join(tmpdir(), `gewu-${name}-`))
  directories = [await fresh('attack'), await fresh('attack-files')]
  const [data = '', files = ''] = directories
  program.data = ['--data', data]
  url = await serve()
  await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), patience)
  await importAll(files)
  await gewu(
    'settings',
    `name_zh=${hostile('区')}`,
    `name_en=${hostile('D')}`,
    `attribution=${hostile('源')}`,
  )
  admin = await addAccount(url, program, hostile('王芳'), ['administrator', '--whole-district'])
  await gewu('user', 'grant', admin.name, 'leader', '--area', gridCode(1))
  const flags = ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader']
  const executablePath = process.env.CHROMIUM || '/usr/bin/chromium'
  browser = await chromium.launch({ executablePath, args: flags })
}, 600_000) // a database, a server and a dozen commands, one after the other

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()))
  const before = seen
  seen = []
  expect(before, 'what came of texts').toEqual([])
})

afterAll(async () => {
  await browser?.close()
  if (server?.exitCode === null) {
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
  await Promise.all(directories.map((one) => rm(one, { recursive: true, force: true })))
})

/** Opens a screen as the administrator, and watches it. */
async function visit(path: string): Promise<Page> {
  const [longitude, latitude] = home
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'zh-CN',
    reducedMotion: 'reduce',
    userAgent: hostile('Agent '),
    permissions: ['geolocation'],
    geolocation: { longitude, latitude, accuracy: 5 },
  })
  await context.exposeFunction('gewuSaw', (what: string) => void seen.push(what))
  await context.addInitScript({ content: watch })
  const { name, password } = admin
  const answer = await context.request.post(`${url}/v1/session`, { data: { name, password } })
  expect(answer.status()).toBe(200)
  context.setDefaultTimeout(60_000 * slowness)
  const page = await freshPage(context)
  page.on('pageerror', (error) => seen.push(`error ${error.message}`))
  page.on('dialog', (dialog) => {
    seen.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (/\/x$/.test(new URL(request.url()).pathname)) seen.push(`request ${request.url()}`)
  })
  await page.goto(`${url}${path}`)
  return page
}

/** Waits until a text stands somewhere on the page just as it was written. */
async function reads(page: Page, ...texts: string[]): Promise<void> {
  for (const text of texts) await page.getByText(text).filter({ visible: true }).first().waitFor()
}

test('what a page would run is noticed', async () => {
  const page = await visit('/account')
  await page.waitForSelector('[data-test=sessions] li')
  await page.locator('body').evaluate((body, text) => (body.innerHTML += text), poison)
  const signs = ['element <img', 'element <svg', 'element <a', 'element <script', 'violation', 'request']
  for (const sign of signs)
    await expect.poll(() => seen.filter((one) => one.startsWith(sign)), patience).not.toEqual([])
  await page.context().close() // more of the same may be on its way
  seen = []
})

test('the district, what is found in it and where one stands are told as text', async () => {
  const page = await visit('/')
  await mapIsIdle(page)
  expect(await page.textContent('[data-test=attribution]')).toBe(hostile('源'))
  await reads(page, hostile('区'), hostile('社区'))
  for (const name of ['社区', '东格', '甲楼', '卫生站', '小区'].map(hostile)) {
    await page.fill('[data-test=search]', name.slice(0, 8))
    await page.getByRole('option').getByText(name).first().waitFor()
  }
  await page.fill('[data-test=search]', 'zzqq<img src=x>')
  await reads(page, '“zzqq<img src=x>”')
  await page.fill('[data-test=search]', '甲楼')
  await page.getByRole('option').getByText(hostile('甲楼')).click()
  await page.locator('[data-test=pin]').getByText(hostile('甲楼')).waitFor()
  await page.click('[data-test=locate]')
  await page.locator('[data-test=here]').getByText(hostile('西格')).first().waitFor()
  await mapIsIdle(page)
  const drawn = JSON.stringify(await rendered(page, 'facilities'))
  expect(drawn).toContain(JSON.stringify(hostile('卫生站')).slice(1, -1))
})

test('a community, its grids, who holds their posts and their issues are told as text', async () => {
  const page = await visit('/')
  await page
    .getByRole('link', { name: hostile('社区') })
    .first()
    .click()
  await page.waitForURL(({ pathname }) => decodeURIComponent(pathname) === `/c/${communityCode}`)
  await reads(page, hostile('社区'))
  await expect.poll(() => page.locator('[data-test=grid-list] li').count()).toBe(2)
  expect(await page.locator('[data-test=grid-list]').textContent()).toContain(hostile('西格'))
  await mapIsIdle(page)
  const { x, y } = await pixelOf(page, inWest)
  await page.mouse.move(x, y)
  await page.mouse.click(x, y)
  await page.waitForSelector('[data-test=card]')
  await reads(page, hostile('西格'), gridCode(1), hostile('员'), hostile('责'), hostile('版次'))
  await page.locator('[data-test=issues] label').nth(1).click()
  await expect.poll(async () => (await rendered(page, 'issue-points')).length, patience).toBeGreaterThan(0)
  const at = await pixelOf(page, incident)
  await page.mouse.click(at.x, at.y)
  await page.locator('[data-test=issue-card]').getByText(hostile('事类')).waitFor()
})

test('people, tokens and settings are told as text, and so is what the trail keeps of them', async () => {
  const page = await visit('/account')
  await page.waitForSelector('[data-test=sessions] li')
  await page.click('[data-test=account]')
  await reads(page, hostile('王芳'))
  await page.goto(`${url}/admin/people?q=${admin.name}`)
  await page.locator('[data-test=people]').getByText(hostile('王芳')).click()
  await page.locator('[data-test=grants]').getByText(hostile('西格')).waitFor()
  await page.goto(`${url}/admin/tokens`)
  await page.click('[data-test=make-token]')
  await page.fill('[data-test=token-name]', hostile('令'))
  await page.fill('[data-test=area]', '整个')
  await page.keyboard.press('Enter')
  await page.click('[data-test=make]')
  await reads(page, hostile('令'))
  await page.click('[data-test=noted]')
  await page.locator('[data-test=tokens]').getByText(hostile('令')).waitFor()
  await page.goto(`${url}/admin/settings`)
  await page.locator('[data-test=has-base-map]').check()
  await page.fill('[data-test=base-map-url]', `${url}/favicon.svg?{z}/{x}/{y}`)
  await page.getByLabel('底图来源说明').fill(hostile('图'))
  await page.click('[data-test=save-settings]')
  await page.getByText('没有未保存的更改').waitFor()
  await expect.poll(() => page.inputValue('[data-test=name-zh]')).toBe(hostile('区'))
  await page.goto(`${url}/admin/audit`)
  await page.waitForSelector('[data-test=audit]')
  for (const control of ['.opener', 'summary'])
    await page
      .locator(`[data-test=audit] ${control}`)
      .evaluateAll((all) => all.forEach((one) => one instanceof HTMLElement && one.click()))
  await reads(page, hostile('令'), hostile('图'), hostile('区'))
  await page.goto(`${url}/interface`)
  await page.waitForSelector('[id^=section-]')
})

test('labels and attributions of the map are text, and an address that is a script leads nowhere', async () => {
  const page = await visit('/sign-in?to=javascript:window.__x=1')
  await page.waitForSelector('#panel h1')
  await page.goto(`${url}/?view=117.62500,26.27000,13.00`)
  await mapIsIdle(page)
  const labels = await rendered(page, 'community-labels')
  expect(labels.map(({ properties }) => properties.name)).toEqual([hostile('社区')])
  expect(await page.textContent('[data-test=attribution]')).toBe(`${hostile('源')} · ${hostile('图')}`)
  expect(await page.locator('[data-test=attribution] *').count()).toBe(0)
})
