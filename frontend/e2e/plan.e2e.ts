import { mkdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import * as v from 'valibot'
import { beforeAll, expect, inject, test } from 'vitest'
import { addAccount, type Account } from './account'
import { mapIsIdle, phone, pixelOf, rendered, small, swipe, tablet, useBrowser, violations } from './browser'
import { dividedCommunity, editionOf } from './district'

const { visit } = useBrowser()
const pictures = new URL('./screenshots/', import.meta.url).pathname

const addPlanner = (name: string) =>
  addAccount(inject('url'), inject('program'), name, ['planner', '--whole-district'])
let planner: Account
let colleague: Account
beforeAll(async () => {
  ;[planner, colleague] = await Promise.all([addPlanner('李敏'), addPlanner('王磊')])
})

const Place = v.object({ grid: v.number(), at: v.tuple([v.number(), v.number()]), name: v.string() })
type Place = v.InferOutput<typeof Place>

/** Where the labels of the grids are on the map. */
async function labels(page: Page): Promise<Place[]> {
  await mapIsIdle(page)
  const found: unknown = await page.evaluate(`
    document.querySelector('[data-test=map-canvas]').gewuMap.querySourceFeatures('labels')
      .map(({ geometry, properties }) => ({ grid: properties.grid, name: properties.name, at: geometry.coordinates }))`)
  const places = v.parse(v.array(Place), found)
  return [...new Map(places.map((place) => [place.grid, place])).values()]
}

const revision = async (page: Page) =>
  Number(/\d+/.exec((await page.textContent('[data-test=plan-state]')) ?? '')?.[0])

/** A corner of a border that is on the screen, well inside of the map. */
async function firstGrip(page: Page): Promise<readonly [number, number]> {
  const found: unknown = await page.evaluate(`(() => {
    const map = document.querySelector('[data-test=map-canvas]').gewuMap
    const { clientWidth, clientHeight } = map.getContainer()
    return map.queryRenderedFeatures({ layers: ['plan-grips'] }).map(({ geometry }) => geometry.coordinates)
      .find((at) => {
        const { x, y } = map.project(at)
        return x > 120 && y > 120 && x < clientWidth - 120 && y < clientHeight - 160
      })
  })()`)
  return v.parse(v.tuple([v.number(), v.number()]), found)
}

/** Keeps a draft, and waits until it is a step of the plan. */
async function keep(page: Page): Promise<void> {
  const before = await revision(page)
  await page.waitForSelector('[data-test=keep]:not([aria-disabled])')
  await expect.poll(async () => page.textContent('[data-test=draft]')).toContain('→')
  await page.keyboard.press('Enter')
  await expect.poll(() => revision(page), { timeout: 20_000 }).toBe(before + 1)
  await mapIsIdle(page)
}

async function clickAt(page: Page, at: readonly [number, number]): Promise<void> {
  const { x, y } = await pixelOf(page, at)
  await page.mouse.click(x, y)
}

async function begin(page: Page, code: string): Promise<void> {
  await page.selectOption('[data-test=community]', code)
  await page.click('[data-test=new-plan]')
  await page.fill('[data-test=plan-title]', '均衡调整')
  await page.click('[data-test=start-plan]')
  await page.waitForSelector('[data-test=balance]')
  await mapIsIdle(page)
}

test('a planner redraws a community from a draft to an edition that everybody sees', async () => {
  const { community } = await dividedCommunity()
  const page = await visit('/plan', { as: planner })
  await begin(page, community.code)
  const [first, second] = await labels(page)
  if (!first || !second) throw new Error('the plan has no two grids')

  // Brush: the grid under the pointer becomes the one to give to, then cells of others are painted.
  await page.keyboard.press('v')
  await clickAt(page, first.at)
  await page.keyboard.press('b')
  await clickAt(page, second.at)
  await keep(page)

  // Undo takes it back, redo does it again, and undo once more.
  const painted = await revision(page)
  for (const key of ['z', 'Shift+Z', 'z']) {
    const before = await revision(page)
    await page.keyboard.press(key)
    await expect.poll(() => revision(page)).toBe(before + 1)
  }
  expect(await revision(page)).toBe(painted + 3)
  expect(await page.textContent('[data-test=moved-share]')).toBe('0%')

  // Split a grid by a line through its middle.
  const before = new Set((await labels(page)).map(({ grid }) => grid))
  const bars = () => page.locator('[data-test=balance] button').count()
  const grids = await bars()
  await page.locator(`[data-test=balance] [data-grid="${first.grid}"]`).click()
  await mapIsIdle(page)
  await page.keyboard.press('k')
  const { x } = await pixelOf(page, first.at)
  const frame = await page.locator('[data-test=map-canvas]').boundingBox()
  if (!frame) throw new Error('there is no map')
  await page.mouse.click(x, frame.y + 30)
  await page.mouse.click(x, frame.y + frame.height - 60)
  await keep(page)
  expect(await bars()).toBeGreaterThan(grids)

  // Merge what was split.
  await page.keyboard.press('m')
  const parts = (await labels(page)).filter(({ grid }) => grid === first.grid || !before.has(grid))
  expect(parts.length).toBe((await bars()) - grids + 1)
  for (const part of parts.sort((a, b) => a.grid - b.grid)) await clickAt(page, part.at)
  await keep(page)
  expect(await bars()).toBe(grids)
  expect(await violations(page)).toEqual([])

  // Drag a corner of a border a little.
  await page.keyboard.press('e')
  await mapIsIdle(page)
  const grip = await firstGrip(page)
  const from = await pixelOf(page, grip)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 6, from.y + 3, { steps: 4 })
  await page.mouse.up()
  await keep(page)

  // Propose, take the first, and compare it with what the plan began from.
  const edited = await revision(page)
  await page.click('[data-test=open-propose]')
  await page.check('[data-test=propose] input[value=redraw]')
  await page.click('[data-test=compute]')
  await page.locator('[data-test=take]').first().click()
  await page.waitForSelector('[data-test=propose]', { state: 'detached' })
  await expect.poll(() => revision(page)).toBe(edited + 1)
  await page.click('[data-test=open-compare]')
  await page.waitForSelector('[data-test=compare] table, [data-test=compare] p')

  // Publish: the checks pass, and the public page tells of the new edition.
  await page.click('[data-test=open-publish]')
  await page.waitForSelector('[data-test=checked]')
  expect(await violations(page)).toEqual([])
  if (await page.isVisible('[data-test=accept]')) await page.check('[data-test=accept]')
  await page.click('[data-test=publish-now]')
  await page.waitForSelector('[data-test=published]')
  const edition = community.edition.number + 1
  expect(await page.textContent('[data-test=published]')).toContain(`第 ${edition} 版`)
  await expect.poll(() => editionOf(community.id)).toBe(edition)
  await page.keyboard.press('Escape')
  await page.locator('[data-test=see-map]').waitFor()
  expect(await page.locator('[data-test=tool-brush]').isDisabled()).toBe(true)
  expect(await violations(page)).toEqual([])
  const visitor = await visit(`/c/${community.code}`)
  await visitor.getByText(`第 ${edition} 版`).first().waitFor()
})

/** Draws on a map with the brush, in the grid of the first place the cells at the others; nothing is kept yet. */
async function paint(page: Page, to: number, at: readonly (readonly [number, number])[]): Promise<void> {
  await page.keyboard.press('b')
  await page.selectOption('[data-test=target]', String(to))
  for (const one of at) await clickAt(page, one)
  await page.waitForSelector('[data-test=keep]')
}

test('two planners on one plan see each other, and choose where both changed the same place', async () => {
  const { community } = await dividedCommunity()
  const page = await visit('/plan', { as: planner })
  await begin(page, community.code)
  const other = await visit(new URL(page.url()).pathname, { as: colleague, size: small })
  await other.waitForSelector('[data-test=balance]')
  const [a, b, c] = await labels(page)
  if (!a || !b || !c) throw new Error('the plan has no three grids')
  await labels(other)

  // One draws, the other sees it, with whose it is.
  await paint(page, a.grid, [b.at])
  const told = other.waitForSelector('[data-test=plan-news]') // it is there for a few seconds only
  await keep(page)
  await expect.poll(() => revision(other)).toBe(1)
  await told
  await mapIsIdle(other)

  // Both draw in other places: what was begun on the older revision is made on the newer one.
  await paint(other, a.grid, [c.at])
  await page.keyboard.press('z')
  await expect.poll(() => revision(other)).toBe(2)
  await keep(other)
  await expect.poll(() => revision(page)).toBe(3)

  // Both draw in the same place: the second is told, sees both borders, and says that theirs holds …
  await paint(other, a.grid, [b.at])
  await paint(page, c.grid, [b.at])
  await keep(page)
  await expect.poll(() => revision(other)).toBe(4)
  await other.keyboard.press('Enter')
  await other.waitForSelector('[data-test=both-borders]')
  await mapIsIdle(other)
  expect((await rendered(other, 'theirs')).length).toBeGreaterThan(0)
  expect((await rendered(other, 'draft-edge')).length).toBeGreaterThan(0)
  expect(await violations(other)).toEqual([])
  await other.click('[data-test=theirs]')
  await other.waitForSelector('[data-test=stale]', { state: 'detached' })
  expect(await revision(other)).toBe(4)

  // … or that one's own does.
  await paint(other, a.grid, [b.at])
  await page.keyboard.press('z')
  await expect.poll(() => revision(other)).toBe(5)
  await other.keyboard.press('Enter')
  await other.click('[data-test=again]')
  await expect.poll(() => revision(page)).toBe(6)

  // Without a connection it is said; when it is back, nothing is missed.
  await other.route('**/live?*', (route) => route.abort())
  await other.reload()
  await other.waitForSelector('[data-test=not-live]')
  await mapIsIdle(other)
  await page.keyboard.press('z')
  await expect.poll(() => revision(page)).toBe(7)
  await other.unroute('**/live?*')
  await expect.poll(() => revision(other), { timeout: 20_000 }).toBe(7)
  await other.waitForSelector('[data-test=not-live]', { state: 'detached' })
})

test('a finger paints on a tablet; a phone looks, compares and publishes', async () => {
  const { community } = await dividedCommunity()
  const page = await visit('/plan', { as: planner, size: tablet })
  await begin(page, community.code)
  const [first, second] = await labels(page)
  if (!first || !second) throw new Error('the plan has no two grids')
  await page.locator('[data-test=tool-brush]').tap()
  await page.selectOption('[data-test=target]', String(first.grid))
  const from = await pixelOf(page, second.at)
  await swipe(page, from, { x: from.x + 12, y: from.y + 12 })
  await page.locator('[data-test=keep]').tap()
  await expect.poll(() => revision(page)).toBe(1)

  await page.setViewportSize(phone)
  await page.waitForSelector('[data-test=part-compare]')
  await mapIsIdle(page)
  expect(await page.locator('[data-test=tool-brush]').count()).toBe(0)
  await page.locator('[data-test=part-compare]').tap()
  await page.waitForSelector('[data-test=compare] table')
  expect(await violations(page)).toEqual([])
  await page.locator('[data-test=open-publish]').tap()
  await page.waitForSelector('[data-test=checked], [data-test=blocked]')
  expect(await violations(page)).toEqual([])
})

test('the list does without a map what the map does, in both languages', async () => {
  const { community } = await dividedCommunity()
  const page = await visit('/plan', { as: planner })
  await begin(page, community.code)
  await mkdir(pictures, { recursive: true })
  await page.screenshot({ path: `${pictures}plan-desktop-zh-CN.png` })

  // Nothing is wrong, so there is nothing to repair: that is not the same as finding nothing.
  expect(await page.textContent('[data-test=in-band]')).toMatch(/^(\d+)\/\1$/)
  await page.click('[data-test=open-propose]')
  await page.click('[data-test=compute]')
  expect(await page.textContent('[data-test=verdict]')).toContain('不用修补')

  await page.keyboard.press('t')
  await page.locator('[data-test=table] [data-grid]').first().press('Enter')
  await page.locator('[data-test=grid-tools] [data-cell]').first().press('Space')
  await page.selectOption('[data-test=move-to]', { index: 1 })
  await page.locator('[data-test=move]').press('Enter')
  await page.locator('[data-test=keep]').press('Enter')
  await expect.poll(() => revision(page)).toBe(1)
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('d')
  await page.waitForSelector('[data-test=compare]')
  await page.click('[data-test=language]')
  await page.getByText('Against the beginning of the plan.').waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('d')
  await mapIsIdle(page)
  await page.screenshot({ path: `${pictures}plan-desktop-en.png` })
  await page.keyboard.press('?')
  await page.waitForSelector('[data-test=keys]')
  expect(await violations(page)).toEqual([])
})
