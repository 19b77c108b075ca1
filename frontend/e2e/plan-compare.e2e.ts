import type { Page } from 'playwright-core'
import { beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { addAccount, type Account } from './account'
import { mapIsIdle, rendered, small, useBrowser, violations } from './browser'
import { dividedCommunity } from './district'
import { begin, labels, paint, revision } from './plan-hand'
import { openWire } from './wire'

const { visit } = useBrowser()
let planner: Account
beforeAll(async () => {
  planner = await addAccount(inject('url'), inject('program'), '赵琳', ['planner', '--whole-district'])
})

const idOf = (page: Page) => Number(/\d+$/.exec(page.url())?.[0])

/** Keeps with the pointer what is drawn. */
async function keepIt(page: Page): Promise<void> {
  const before = await revision(page)
  await expect.poll(() => page.textContent('[data-test=draft]')).toContain('→')
  await page.click('[data-test=keep]')
  await expect.poll(() => revision(page)).toBe(before + 1)
  await mapIsIdle(page)
}

test('a plan is compared with another and with an edition, and takes over how the other has a grid', async () => {
  const { community } = await dividedCommunity()
  const page = await visit('/plan', { as: planner, size: small })
  await begin(page, community.code)
  const [a, b, c] = await labels(page)
  if (!a || !b || !c) throw new Error('the plan has no three grids')
  await paint(page, a.grid, [b.at])
  await keepIt(page)
  const first = idOf(page)

  await page.goto(new URL(`/plan?community=${community.code}`, page.url()).href)
  await begin(page, community.code)
  await paint(page, a.grid, [c.at])
  await keepIt(page)

  // With where it began: a and c alone differ.
  const rows = () => page.locator('[data-test=compared] tbody tr').count()
  await page.click('[data-test=open-compare]')
  await expect.poll(rows).toBe(2)
  expect(await page.locator('[data-pick]').count()).toBe(0)

  // With the other plan: b as well, whose land is shaded here, and whose old border is dashed.
  await page.selectOption('[data-test=against]', `plan:${first}`)
  await expect.poll(rows).toBe(3)
  await mapIsIdle(page)
  expect((await rendered(page, 'plan-base')).length).toBeGreaterThan(0)
  expect((await rendered(page, 'plan-moved')).length).toBeGreaterThan(0)
  expect(await violations(page)).toEqual([])

  // The other plan's grids are taken over: it is seen first, then kept, and both are alike.
  for (const { grid } of [a, b, c]) await page.check(`[data-pick="${grid}"]`)
  await page.click('[data-test=pick]')
  await expect.poll(() => page.textContent('[data-test=draft]')).toContain('→')
  await mapIsIdle(page)
  expect((await rendered(page, 'draft-edge')).length).toBeGreaterThan(0)
  await keepIt(page)
  await page.waitForSelector('[data-test=same]')
  await mapIsIdle(page)
  expect(await rendered(page, 'plan-moved')).toEqual([])

  // With the edition in force: as the other plan was against its beginning.
  const edition = await page
    .locator('[data-test=against] option[value^="edition:"]')
    .first()
    .getAttribute('value')
  await page.selectOption('[data-test=against]', edition)
  await expect.poll(rows).toBe(2)
  await mapIsIdle(page)
  expect((await rendered(page, 'plan-moved')).length).toBeGreaterThan(0)
  await page.click('[data-test=language]')
  await page.getByText('Compare with').waitFor()
  expect(await violations(page)).toEqual([])
})

test('a plan begins from a file, from nothing and as a copy, and a file that is none is told why', async () => {
  const { community } = await dividedCommunity()
  const page = await visit('/plan', { as: planner, size: small })
  await begin(page, community.code)
  const bars = () => page.locator('[data-test=balance] button').count()
  const grids = await bars()
  expect(grids).toBeGreaterThan(0)
  const boundaries = await page.request.get(new URL(`/v1/plans/${idOf(page)}/grids.geojson`, page.url()).href)
  const good = await boundaries.body()

  await page.goto(new URL(`/plan?community=${community.code}`, page.url()).href)
  await page.click('[data-test=new-plan]')
  await page.selectOption('[data-test=plan-from]', 'file')
  const begun = async (buffer: Buffer) => {
    await page.setInputFiles('[data-test=plan-file]', {
      name: 'a.geojson',
      mimeType: 'application/geo+json',
      buffer,
    })
    await page.click('[data-test=start-plan]')
  }
  const faults: [Buffer, RegExp][] = [
    [good.subarray(0, good.length / 2), /中断/],
    [Buffer.from(good.toString().replace(/"name":"[^"]*"/, '"name":"\xcd\xf8"'), 'latin1'), /GBK/],
  ]
  for (const [bytes, words] of faults) {
    await begun(bytes)
    await expect.poll(() => page.textContent('[data-test=fault]')).toMatch(words)
  }
  expect(await violations(page)).toEqual([])
  await begun(good)
  await page.waitForSelector('[data-test=balance]')
  expect(await bars()).toBe(grids)

  for (const [from, count] of [['empty', 0], [String(idOf(page)), grids]] as const) {
    await page.goto(new URL(`/plan?community=${community.code}`, page.url()).href)
    await page.click('[data-test=new-plan]')
    await page.selectOption('[data-test=plan-from]', from)
    await page.click('[data-test=start-plan]')
    await page.waitForSelector('[data-test=balance]')
    expect(await bars()).toBe(count)
  } // prettier-ignore
})

test('what is drawn outlasts a server that is gone, and proposals are stopped', async () => {
  const { community } = await dividedCommunity()
  const wire = await openWire()
  onTestFinished(wire.close)
  const page = await visit('/plan', { as: planner, size: small, by: wire.url })
  await begin(page, community.code)
  const [a, b] = await labels(page)
  if (!a || !b) throw new Error('the plan has no two grids')

  await page.route('**/proposals', () => undefined) // it takes as long as it is not stopped
  await page.click('[data-test=open-propose]')
  await page.click('[data-test=compute]')
  await page.click('[data-test=stop]')
  expect(await page.textContent('[data-test=verdict]')).toContain('已停止')
  await page.click('[data-test=open-propose]')

  await paint(page, a.grid, [b.at])
  wire.cut()
  await page.waitForSelector('[data-test=not-live]')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.textContent('[data-test=refused]')).toContain('连不上服务器')
  expect(await page.isVisible('[data-test=keep]')).toBe(true)
  expect(await violations(page)).toEqual([])
  wire.join()
  await page.waitForSelector('[data-test=not-live]', { state: 'detached' })
  await page.keyboard.press('Enter')
  await expect.poll(() => revision(page)).toBe(1)
  await page.waitForSelector('[data-test=refused]', { state: 'detached' })
})
