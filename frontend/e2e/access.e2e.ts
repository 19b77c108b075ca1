import { mkdir } from 'node:fs/promises'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { desktop, mapIsIdle, phone, useBrowser } from './browser'
import { dividedCommunity } from './district'

const { visit } = useBrowser()
const pictures = new URL('./screenshots/', import.meta.url).pathname

const Violations = v.array(v.object({ id: v.string(), nodes: v.array(v.string()) }))

/** What axe-core finds against WCAG 2.2 A and AA and its best practices. */
async function violations(page: Page): Promise<v.InferOutput<typeof Violations>> {
  await page.evaluate(axe.source)
  const found: unknown = await page.evaluate(`axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) })))`)
  return v.parse(Violations, found)
}

async function screens(): Promise<[string, string, string][]> {
  const { community, grid } = await dividedCommunity()
  return [
    ['district', '/', '#panel h1'],
    ['community', `/c/${community.code}`, '[data-test=grid-list]'],
    ['card', `/a/${grid.id}`, '[data-test=card]'],
  ]
}

const visits = [
  ['desktop', desktop],
  ['phone', phone],
] as const

for (const [device, size] of visits) {
  for (const language of ['zh-CN', 'en'] as const) {
    test(`every screen is accessible on a ${device} in ${language}, and is pictured`, async () => {
      await mkdir(pictures, { recursive: true })
      for (const [name, path, sign] of await screens()) {
        const page = await visit(path, { size, language })
        await page.waitForSelector(sign)
        await mapIsIdle(page)
        await page.screenshot({ path: `${pictures}${name}-${device}-${language}.png` })
        expect(await violations(page), `${name} ${device} ${language}`).toEqual([])
      }
    })
  }
}

test('open lists, legend and notices are accessible too', async () => {
  const { grid } = await dividedCommunity()
  const [longitude, latitude] = grid.label
  const page = await visit('/', { position: { longitude, latitude, accuracy: 120 } })
  await mapIsIdle(page)
  await page.locator('[data-test=issues] label').nth(2).click()
  await page.waitForSelector('[data-test=heat-legend]')
  await page.fill('[data-test=search]', grid.code)
  await page.getByRole('option').first().waitFor()
  expect(await violations(page)).toEqual([])
  await page.click('[data-test=picker]')
  await page.getByRole('dialog').waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.click('[data-test=locate]')
  await page.waitForSelector('[data-test=here] strong')
  expect(await violations(page)).toEqual([])
})

test('the keyboard alone reaches a grid’s card by the list, with the focus always on show', async () => {
  const { community, grid } = await dividedCommunity()
  const page = await visit(`/c/${community.code}`)
  await page.waitForSelector('[data-test=grid-list]')
  const link = page.locator(`[data-test=grid-list] a[href="/a/${grid.id}"]`)
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab')
    if (await link.evaluate((one) => one === document.activeElement)) break
  }
  expect(await link.evaluate((one) => getComputedStyle(one).outlineStyle)).toBe('solid')
  await page.keyboard.press('Enter')
  await page.waitForSelector(`[data-test=card][data-area="${grid.id}"]`)
})
