import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, test } from 'vitest'
import { mapIsIdle, rendered, useBrowser } from './browser'
import { dividedCommunity } from './district'

const { visit } = useBrowser()
const run = promisify(execFile)

/** Adds a service point to the district that is served, as an operator does. */
async function addFacility(name: string, [lon, lat]: readonly [number, number]): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'gewu-change-'))
  try {
    const file = join(directory, 'facilities.csv')
    await writeFile(file, `id,name,kind,lon,lat\n${name},${name},clinic,${lon},${lat}\n`)
    const { path, data } = inject('program')
    await run(path, ['import', 'facilities', file, '--crs', 'cgcs2000', '--source', name, ...data])
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** The tile of zoom 16 that a position is in, and its middle. */
function tileOf([lon, lat]: readonly [number, number]) {
  const across = 2 ** 16
  const x = Math.floor(((lon + 180) / 360) * across)
  const y = Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * across)
  const south = Math.atan(Math.sinh(Math.PI * (1 - (2 * (y + 0.5)) / across)))
  const middle = [((x + 0.5) / across) * 360 - 180, (south * 180) / Math.PI] as const
  return { x, y, middle }
}

const address = /\/tiles\/([a-z,]+)\/v(\d+)\/(\d+\/\d+\/\d+)\.mvt$/

test('an open map fetches again only the tiles that a change touched, and says so', async () => {
  const { grid } = await dividedCommunity()
  const { x, y, middle } = tileOf(grid.label)
  const asked: string[] = []
  const view = `${middle[0].toFixed(6)},${middle[1].toFixed(6)},16.00`
  const page = await visit(`/a/${grid.id}?view=${view}`, {
    before: (one) => Promise.resolve(void one.on('request', (request) => asked.push(request.url()))),
  })
  await page.waitForSelector('[data-test=card]')
  await mapIsIdle(page)
  const tiles = () => asked.map((url) => address.exec(url)).filter((match) => match !== null)
  const first = tiles()
  const ground = new Set(first.filter((match) => match[1]?.includes('roads')).map((match) => match[3]))
  expect(ground.size, 'tiles of the ground in sight').toBeGreaterThanOrEqual(4)
  const before = Math.max(...first.map((match) => Number(match[2])))

  asked.length = 0
  const said = page.waitForSelector('[data-test=news]') // it is there for a few seconds only
  await addFacility(`测试卫生站${Date.now()}`, middle)
  await said
  await mapIsIdle(page)
  await expect.poll(() => tiles().length, { interval: 100 }).toBeGreaterThan(0)
  for (const [url, layers, version, tile] of tiles()) {
    expect(layers, url).toContain('facilities')
    expect(Number(version), url).toBeGreaterThan(before)
    expect(tile, url).toBe(`16/${x}/${y}`)
  }
  await expect
    .poll(async () => JSON.stringify(await rendered(page, 'facilities')), { interval: 200 })
    .toContain('测试卫生站')
})

test('a page in the background asks nothing, and catches up when it is seen again', async () => {
  const { grid } = await dividedCommunity()
  const { middle } = tileOf(grid.label)
  const asked: string[] = []
  const page = await visit(`/?view=${middle[0].toFixed(6)},${middle[1].toFixed(6)},16.00`, {
    before: (one) => Promise.resolve(void one.on('request', (request) => asked.push(request.url()))),
  })
  await mapIsIdle(page)
  const show = (state: 'hidden' | 'visible') =>
    page.evaluate(`(() => {
      Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    })()`)
  await show('hidden')
  asked.length = 0
  const name = `后台卫生站${Date.now()}`
  await addFacility(name, middle)
  expect(asked.filter((url) => /\/(tiles|v1)\//.test(url))).toEqual([])
  await show('visible')
  await expect
    .poll(async () => JSON.stringify(await rendered(page, 'facilities')), { interval: 200 })
    .toContain(name)
  const again = asked.map((url) => address.exec(url)?.[3]).filter((tile) => tile !== undefined)
  expect(new Set(again).size).toBe(1)
})
