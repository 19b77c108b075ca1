import { expect, test } from 'vitest'
import { mapIsIdle, phone, useBrowser } from './browser'
import { dividedCommunity } from './district'

const { visit } = useBrowser()

test('on a phone the card is a sheet at the bottom that comes up in steps', async () => {
  const { grid } = await dividedCommunity()
  const page = await visit(`/a/${grid.id}`, { size: phone })
  await page.waitForSelector('[data-test=card]')
  await page.waitForSelector('[data-test=panel][data-rest=half]')
  const box = await page.locator('[data-test=panel]').boundingBox()
  expect(box?.width).toBe(phone.width)
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBe(phone.height)
  await page.getByRole('button', { name: '展开到全屏' }).click()
  await page.waitForSelector('[data-test=panel][data-rest=full]')
  await page.getByRole('button', { name: '收起面板' }).click()
  await page.waitForSelector('[data-test=panel][data-rest=peek]')
})

test('the sheet follows the finger and settles where it is let go', async () => {
  const page = await visit('/', { size: phone })
  await mapIsIdle(page)
  const handle = await page.getByRole('button', { name: '展开到全屏' }).boundingBox()
  const x = phone.width / 2
  const y = (handle?.y ?? 0) + 16
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x, y - 120)
  await page.mouse.move(x, 110, { steps: 5 })
  await page.mouse.up()
  await page.waitForSelector('[data-test=panel][data-rest=full]')
})

test('every control of the first screen is at least 44 pixels high on a phone', async () => {
  const page = await visit('/', { size: phone })
  await mapIsIdle(page)
  const small = await page
    .locator('header a, header button, [data-test=map] button, [data-test=map] label, #panel a')
    .evaluateAll((controls) =>
      controls
        .map((control) => ({ box: control.getBoundingClientRect(), text: control.textContent }))
        .filter(({ box }) => box.height > 0 && (box.height < 44 || box.width < 44))
        .map(({ box, text }) => `${text} ${box.width}×${box.height}`),
    )
  expect(small).toEqual([])
})

test('nothing makes the page wider than the phone', async () => {
  const { community } = await dividedCommunity()
  for (const language of ['zh-CN', 'en'] as const) {
    const page = await visit(`/c/${community.code}`, { size: phone, language })
    await page.waitForSelector('[data-test=grid-list]')
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(phone.width)
  }
})
