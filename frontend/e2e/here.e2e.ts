import { expect, test } from 'vitest'
import * as v from 'valibot'
import { District } from '../src/api/district'
import { LocateAnswer } from '../src/api/locate'
import { answer, mapIsIdle, phone, rendered, useBrowser } from './browser'
import { dividedCommunity } from './district'

const { visit } = useBrowser()

test('“locate me” opens the grid I stand in, with accuracy, border and other candidates', async () => {
  const { grid } = await dividedCommunity()
  const [longitude, latitude] = grid.label
  const fix = `lon=${longitude}&lat=${latitude}&crs=wgs84&accuracy=400`
  const expected = await answer(`/v1/locate?${fix}`, LocateAnswer)
  const page = await visit('/', { size: phone, position: { longitude, latitude, accuracy: 400 } })
  await mapIsIdle(page)
  await page.click('[data-test=locate]')
  await page.waitForSelector(`[data-test=card][data-area="${expected.area?.id}"]`)
  const notice = page.locator('[data-test=here]')
  expect(await notice.textContent()).toContain(expected.area?.name)
  expect(await notice.textContent()).toContain('±400 米')
  const others = expected.candidates.filter((one) => one.id !== expected.area?.id)
  expect(others.length).toBeGreaterThan(0)
  await expect.poll(() => notice.locator('[data-test=candidate]').count()).toBe(others.length)
  await mapIsIdle(page)
  expect(await rendered(page, 'here-dot')).toHaveLength(1)
  expect(await rendered(page, 'here-accuracy')).not.toHaveLength(0)
})

test('a position outside the district is said to be outside', async () => {
  const page = await visit('/', { position: { longitude: 2.35, latitude: 48.85, accuracy: 20 } })
  await mapIsIdle(page)
  await page.click('[data-test=locate]')
  await page.getByText('你不在本区范围内').waitFor()
})

test('a refused position is explained with what to do', async () => {
  const page = await visit('/')
  await mapIsIdle(page)
  await page.click('[data-test=locate]')
  await page.getByRole('alert').getByText('浏览器没有允许定位').waitFor()
})

test('a lost server is waited for, and the page goes on by itself', async () => {
  let down = true
  const page = await visit('/', {
    before: async (fresh) => {
      await fresh.route(/\/(v1|readyz)/, (route) => (down ? route.abort() : route.continue()))
    },
  })
  await page.getByText('连接已断开').waitFor()
  await page.getByText('连不上服务器').waitFor()
  down = false
  await mapIsIdle(page)
  await page.getByText('连接已断开').waitFor({ state: 'hidden' })
})

test('a server without data teaches the commands that bring some', async () => {
  const district = await answer('/v1/district', v.looseObject(District.entries))
  const none = { communities: 0, grids: 0, buildings: 0, issues: 0, households: 0 }
  const page = await visit('/', {
    before: async (fresh) => {
      await fresh.route('**/v1/district', (route) =>
        route.fulfill({ json: { ...district, bounds: null, counts: none } }),
      )
      await fresh.route('**/v1/communities', (route) => route.fulfill({ json: { communities: [] } }))
    },
  })
  await page.getByText('还没有数据').waitFor()
  expect(await page.textContent('[data-test=panel]')).toContain('gewu demo')
})
