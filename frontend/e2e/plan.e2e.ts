import { mkdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { addAccount, type Account } from './account'
import { mapIsIdle, phone, pixelOf, rendered, small, swipe, tablet, useBrowser, violations } from './browser'
import { dividedCommunity, editionOf } from './district'
import {
  aimAt,
  begin,
  clickAt,
  dragFar,
  dragGrip,
  firstGrip,
  handInAndBack,
  keep,
  labels,
  paint,
  redraw,
  revision,
} from './plan-hand'
import { openWire } from './wire'

const { visit } = useBrowser()
const pictures = new URL('./screenshots/', import.meta.url).pathname

const addPlanner = (name: string) =>
  addAccount(inject('url'), inject('program'), name, ['planner', '--whole-district'])
let planner: Account
let colleague: Account
beforeAll(async () => {
  ;[planner, colleague] = await Promise.all([addPlanner('李敏'), addPlanner('王磊')])
})

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

  // Undo takes it back, redo does it again, and undo once more; then nothing is left to take back.
  const painted = await revision(page)
  const steps = async () => [
    await page.locator('[data-test=undo]').isEnabled(),
    await page.locator('[data-test=redo]').isEnabled(),
  ]
  expect(await steps()).toEqual([true, false])
  for (const key of ['z', 'Shift+Z', 'z']) {
    const before = await revision(page)
    await page.keyboard.press(key)
    await expect.poll(() => revision(page)).toBe(before + 1)
  }
  expect(await revision(page)).toBe(painted + 3)
  expect(await steps()).toEqual([false, true])
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
  await dragGrip(page, 6, 3)
  await keep(page)

  await dragFar(page)
  await redraw(page)

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

  await handInAndBack(page)

  // Publish: the checks pass, and the public page tells of the new edition.
  await page.click('[data-test=open-publish]')
  await page.waitForSelector('[data-test=checked]')
  expect(await violations(page)).toEqual([])
  if (await page.isVisible('[data-test=accept]')) await page.check('[data-test=accept]')
  await page.click('[data-test=publish-now]')
  await page.waitForSelector('[data-test=published]')
  const edition = community.edition.number + 1
  expect(await page.textContent('[data-test=published]')).toContain(`第 ${edition} 版`)
  await page.locator('dialog :focus').waitFor()
  await expect.poll(() => editionOf(community.id)).toBe(edition)
  await page.keyboard.press('Escape')
  await page.waitForSelector('dialog[open]', { state: 'detached' })
  await page.locator('[data-test=see-map]').waitFor()
  expect(await page.locator('[data-test=tool-brush]').isDisabled()).toBe(true)
  expect(await violations(page)).toEqual([])
  const visitor = await visit(`/c/${community.code}`)
  await visitor.getByText(`第 ${edition} 版`).first().waitFor()
  await readAndRestore(page, community.code, community.edition.number)
  await expect.poll(() => editionOf(community.id)).toBe(edition + 1)
})

/** A leader reads what was published; the planner puts the edition before into force again. */
async function readAndRestore(page: Page, community: string, former: number): Promise<void> {
  const leader = await visit(`/plan?community=${community}`, { as: inject('people').leader })
  await leader.locator('[data-test=plans] a').first().waitFor()
  await leader.locator('[data-test=editions] [data-number]').first().waitFor()
  expect(await leader.locator('[data-test=new-plan], [data-test=restore]').count()).toBe(0)
  expect(await violations(leader)).toEqual([])

  await page.goto(new URL(`/plan?community=${community}`, page.url()).href)
  await page.locator(`[data-test=editions] [data-number="${former}"] [data-test=restore]`).click()
  await page.waitForSelector('[data-test=restore-changes]')
  expect(await page.textContent('[data-test=restore-says]')).toContain(`第 ${former} 版`)
  expect(await violations(page)).toEqual([])
  await page.click('[data-test=restore-now]')
  await page.waitForSelector('[data-test=restored]')
}

test('two planners on one plan see each other, and choose where both changed the same place', async () => {
  const { community } = await dividedCommunity()
  const page = await visit('/plan', { as: planner })
  await begin(page, community.code)
  const wire = await openWire()
  onTestFinished(wire.close)
  const other = await visit(new URL(page.url()).pathname, { as: colleague, size: small, by: wire.url })
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
  await expect.poll(() => revision(other)).toBe(6) // its own answer may come after what others hear of it
  await mapIsIdle(other)

  // The connection that stands is cut, which is said; when it is back, nothing is missed.
  wire.cut()
  await other.waitForSelector('[data-test=not-live]')
  await page.keyboard.press('z')
  await expect.poll(() => revision(page)).toBe(7)
  expect(await revision(other)).toBe(6)
  wire.join()
  await expect.poll(() => revision(other)).toBe(7)
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

/** Splits a grid along a line, and takes a corner of a border elsewhere, with nothing but keys. */
async function drawWithKeys(page: Page): Promise<void> {
  await page.keyboard.press('k')
  await page.locator('[data-test=map-canvas] canvas').focus()
  const [first] = await labels(page)
  if (!first) throw new Error('the plan has no grid')
  const [lon, lat] = first.at
  await aimAt(page, [lon, lat + 0.006])
  await page.waitForSelector('[data-test=cross]')
  await aimAt(page, [lon, lat - 0.006])
  await keep(page)
  await page.keyboard.press('e')
  await page.locator('[data-test=whole]').press('Enter')
  await page.locator('[data-test=map-canvas] canvas').focus()
  for (let i = 0; i < 2; i++) {
    await page.keyboard.press('=') // the map comes nearer, so a step of it is a small one on the ground
    await mapIsIdle(page)
  }
  await aimAt(page, await firstGrip(page))
  await expect.poll(() => page.textContent('[data-test=draft]')).toContain('再点一下新位置')
  await page.keyboard.press('Shift+ArrowRight')
  const asked = page.waitForRequest((request) => /"move_(node|vertex)"/.test(request.postData() ?? ''))
  await page.keyboard.press('Space')
  await asked // what comes of it depends on what lies around the corner
  await page.keyboard.press('Escape')
}

test('the list and the keys do without a pointer what it does, in both languages', async () => {
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
  await page.locator('[data-test=keep]:focus').press('Enter') // the button that put it up has gone
  await expect.poll(() => revision(page)).toBe(1)
  await page.locator('[data-test=table] :focus').waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('t')
  await drawWithKeys(page)
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('d')
  await page.waitForSelector('[data-test=compare]')
  await page.click('[data-test=language]')
  await page.getByText('Compare with').waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('d')
  await mapIsIdle(page)
  await page.screenshot({ path: `${pictures}plan-desktop-en.png` })
  await page.keyboard.press('?')
  await page.waitForSelector('[data-test=keys]')
  expect(await violations(page)).toEqual([])
})
