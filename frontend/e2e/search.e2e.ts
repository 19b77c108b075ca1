import { expect, test } from 'vitest'
import { SearchAnswer } from '../src/api/search'
import { answer, mapIsIdle, rendered, useBrowser } from './browser'
import { dividedCommunity } from './district'

const { visit } = useBrowser()

/** The address of some building. */
async function someAddress(): Promise<string> {
  const { results } = await answer(`/v1/search?q=${encodeURIComponent('号')}&limit=50`, SearchAnswer)
  const building = results.find((found) => found.kind === 'building')
  if (!building) throw new Error('the demo district has no building with an address')
  return building.name || building.detail
}

test('an address leads to its building on the map and to the card of its grid', async () => {
  const address = await someAddress()
  const page = await visit('/')
  await mapIsIdle(page)
  await page.fill('[data-test=search]', address)
  const option = page.getByRole('option').filter({ hasText: address }).first()
  await option.waitFor()
  await option.click()
  await page.waitForSelector('[data-test=pin]')
  await page.waitForSelector('[data-test=card]')
  await mapIsIdle(page)
  expect(await rendered(page, 'pin-dot')).toHaveLength(1)
  expect(
    await page.evaluate(`document.querySelector('[data-test=map-canvas]').gewuMap.getZoom()`),
  ).toBeGreaterThan(15)
})

test('the keyboard alone finds a grid by its code and opens it', async () => {
  const { grid } = await dividedCommunity()
  const page = await visit('/')
  const box = page.getByRole('combobox')
  await box.fill(grid.code)
  await page.getByRole('option').first().waitFor()
  await expect.poll(() => box.getAttribute('aria-expanded')).toBe('true')
  await page.keyboard.press('ArrowDown')
  const active = await box.getAttribute('aria-activedescendant')
  expect(await page.locator(`[id="${active}"]`).getAttribute('aria-selected')).toBe('true')
  await page.keyboard.press('Enter')
  await page.waitForSelector(`[data-test=card][data-area="${grid.id}"]`)
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
})

test('what is nowhere is said to be nowhere, and Escape closes the list', async () => {
  const page = await visit('/')
  await page.fill('[data-test=search]', '查无此处zzzz')
  const said = page.getByText('没有找到“查无此处zzzz”')
  await said.waitFor()
  await page.keyboard.press('Escape')
  await said.waitFor({ state: 'hidden' })
})
