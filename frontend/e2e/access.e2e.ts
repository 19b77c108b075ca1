import { mkdir } from 'node:fs/promises'
import { expect, inject, test } from 'vitest'
import { desktop, languages, mapIsIdle, phone, speak, url, useBrowser, violations } from './browser'
import { dividedCommunity } from './district'

const { visit } = useBrowser()
const pictures = new URL('./screenshots/', import.meta.url).pathname

const screens = ['district', 'community', 'card'] as const
type Screen = (typeof screens)[number]

/** Where a screen is, and by what one knows that it stands. */
async function placeOf(screen: Screen): Promise<{ path: string; sign: string }> {
  const { community, grid } = await dividedCommunity()
  if (screen === 'community') return { path: `/c/${community.code}`, sign: '[data-test=grid-list]' }
  if (screen === 'card') return { path: `/a/${grid.id}`, sign: '[data-test=card]' }
  return { path: '/', sign: '#panel h1' }
}

const devices = { desktop, phone } as const
const cases = screens.flatMap((screen) =>
  (['desktop', 'phone'] as const).map((device) => [screen, device] as const),
)

test.each(cases)(
  'the %s on a %s is accessible in both languages, and is pictured',
  async (screen, device) => {
    const { path, sign } = await placeOf(screen)
    const page = await visit(path, { size: devices[device] })
    await mkdir(pictures, { recursive: true })
    for (const language of languages) {
      await speak(page, language)
      await page.waitForSelector(sign)
      await mapIsIdle(page)
      await page.screenshot({ path: `${pictures}${screen}-${device}-${language}.png` })
      expect(await violations(page), language).toEqual([])
    }
  },
)

test('open lists, legend and notices are accessible too', async () => {
  const { grid } = await dividedCommunity()
  const [longitude, latitude] = grid.label
  const page = await visit('/', {
    position: { longitude, latitude, accuracy: 120 },
    as: inject('people').leader,
  })
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
  await page.waitForSelector('[data-test=card] h1')
  expect(await violations(page)).toEqual([])
})

test('a panel has its heading while its card is still loading, and when there is none', async () => {
  const { grid } = await dividedCommunity()
  let answer = () => {}
  const held = new Promise<void>((resolve) => (answer = resolve))
  const page = await visit(`/a/${grid.id}`, {
    before: async (page) => {
      await page.route('**/v1/areas/*', (route) => held.then(() => route.continue()))
    },
  })
  await page.waitForSelector('#panel h1', { state: 'attached' })
  expect(await violations(page)).toEqual([])
  answer()
  await page.waitForSelector('[data-test=card]')
  await expect.poll(() => page.locator('h1').count()).toBe(1)
  await page.goto(url('/a/999999999'))
  await page.waitForSelector('#panel .failure')
  await expect.poll(() => page.locator('#panel h1').count()).toBe(1)
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
