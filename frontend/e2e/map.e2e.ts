import { expect, inject, test } from 'vitest'
import { AreaCard } from '../src/api/area'
import { District } from '../src/api/district'
import { answer, mapIsIdle, pixelOf, rendered, useBrowser } from './browser'
import { dividedCommunity } from './district'

const { visit } = useBrowser()

// The page's policy lets no text be run as a script later on, so we ask again and again ourselves.
const patience = { interval: 100 }

test('the district opens with its grids in colours, its scale and its attribution', async () => {
  const page = await visit('/')
  await mapIsIdle(page)
  const grids = await rendered(page, 'grid-fill')
  const district = await answer('/v1/district', District)
  expect(new Set(grids.map((grid) => grid.id)).size).toBeGreaterThan((district.counts.grids ?? 0) / 2)
  expect(new Set(grids.map((grid) => grid.properties.colour)).size).toBeGreaterThanOrEqual(4)
  expect(await page.textContent('[data-test=scale]')).toMatch(/米|公里/)
  if (district.attribution)
    expect(await page.textContent('[data-test=attribution]')).toContain(district.attribution)
})

test('a community chosen in the picker fills the map and lists its grids', async () => {
  const { community, grids } = await dividedCommunity()
  const page = await visit('/')
  await page.click('[data-test=picker]')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('searchbox').fill(community.code)
  await dialog.getByText(community.name).first().waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/c/${community.code}**`)
  await expect.poll(() => page.locator('[data-test=grid-list] li').count()).toBe(grids.length)
  await mapIsIdle(page)
  const shown = new Set((await rendered(page, 'grid-fill')).map((grid) => grid.id))
  for (const grid of grids) expect(shown, grid.name).toContain(grid.id)
})

test('a grid clicked on the map opens its card with who holds each post and what is vacant', async () => {
  const { community, grid } = await dividedCommunity()
  const page = await visit(`/c/${community.code}`)
  await page.waitForSelector('[data-test=grid-list]')
  await mapIsIdle(page)
  const { x, y } = await pixelOf(page, grid.label)
  await page.mouse.click(x, y)
  const card = page.locator(`[data-test=card][data-area="${grid.id}"]`)
  await card.waitFor()
  expect(await card.locator('h1').textContent()).toContain(grid.name)
  expect(await card.textContent()).toContain(grid.code)
  await expect.poll(() => card.locator('[data-test=vacant]').count()).toBeGreaterThanOrEqual(grid.vacant)
  await expect.poll(() => page.url()).toContain(`/a/${grid.id}`)
  await page.waitForFunction(
    (name) => document.querySelector('[data-test=announcement]')?.textContent?.includes(name),
    grid.name,
  )
})

test('far away streets are drawn for their communities, and a click on one goes there', async () => {
  const { community } = await dividedCommunity()
  const street = community.parents.at(-1)
  if (!street) throw new Error(`${community.name} lies in no street`)
  const { label } = await answer(`/v1/areas/${street.id}`, AreaCard)
  const page = await visit(`/?view=${label[0].toFixed(5)},${label[1].toFixed(5)},8.80`)
  await mapIsIdle(page)
  const drawn = await rendered(page, 'community-fill')
  expect(drawn.map(({ id }) => id)).toContain(street.id)
  expect(new Set(drawn.map(({ properties }) => properties.level))).toEqual(new Set([street.level]))
  const { x, y } = await pixelOf(page, label)
  await page.mouse.click(x, y)
  await page.waitForSelector(`[data-test=card][data-area="${street.id}"]`)
  await mapIsIdle(page)
  await expect.poll(async () => (await rendered(page, 'grid-fill')).length, patience).toBeGreaterThan(10)
})

test('pointing at a row of the list lights up its grid on the map', async () => {
  const { community, grid } = await dividedCommunity()
  const page = await visit(`/c/${community.code}`)
  await page.waitForSelector('[data-test=grid-list]')
  await mapIsIdle(page)
  await page.hover(`[data-test=grid-list] a[href="/a/${grid.id}"]`)
  const state = `document.querySelector('[data-test=map-canvas]').gewuMap
    .getFeatureState({ source: 'areas', sourceLayer: 'grids', id: ${grid.id} }).hovered`
  await expect.poll(() => page.evaluate(state), patience).toBe(true)
})

test('an address can be shared: card and part of the map come back', async () => {
  const { grid } = await dividedCommunity()
  const view = `${grid.label[0].toFixed(5)},${grid.label[1].toFixed(5)},16.50`
  const page = await visit(`/a/${grid.id}?view=${view}`)
  await page.waitForSelector(`[data-test=card][data-area="${grid.id}"]`)
  await mapIsIdle(page)
  const zoom = await page.evaluate(`document.querySelector('[data-test=map-canvas]').gewuMap.getZoom()`)
  expect(zoom).toBeCloseTo(16.5)
  expect(await rendered(page, 'buildings')).not.toHaveLength(0)
})

test('issues are shown as points, then as heat with figures in its legend', async () => {
  const { community } = await dividedCommunity()
  const page = await visit(`/c/${community.code}`, { as: inject('people').leader })
  await mapIsIdle(page)
  await page.locator('[data-test=issues] label').nth(1).click()
  await mapIsIdle(page)
  await expect.poll(async () => (await rendered(page, 'issue-points')).length, patience).toBeGreaterThan(0)
  await page.locator('[data-test=issues] label').nth(2).click()
  const legend = page.locator('[data-test=heat-legend]')
  await legend.waitFor()
  expect(await legend.textContent()).toContain('原始件数')
  await expect.poll(() => legend.locator('ol li').count()).toBe(6)
})

test('an issue that is clicked tells its kind, its status and its day, until Escape', async () => {
  const { grid } = await dividedCommunity()
  const view = `${grid.label[0].toFixed(5)},${grid.label[1].toFixed(5)},17.00`
  const page = await visit(`/a/${grid.id}?view=${view}`, { as: inject('people').leader })
  await page.waitForSelector('[data-test=card]')
  await mapIsIdle(page)
  await page.locator('[data-test=issues] label').nth(1).click()
  await expect.poll(async () => (await rendered(page, 'issue-points')).length, patience).toBeGreaterThan(0)
  // The issue nearest to the middle of the map is brought to the middle, where Enter opens it.
  await page.evaluate(`(() => {
    const map = document.querySelector('[data-test=map-canvas]').gewuMap
    const centre = map.project(map.getCenter())
    const far = (point) => map.project(point).dist(centre)
    const points = map.queryRenderedFeatures({ layers: ['issue-points'] }).map((one) => one.geometry.coordinates)
    map.jumpTo({ center: points.sort((a, b) => far(a) - far(b))[0] })
  })()`)
  await mapIsIdle(page)
  await page.locator('.maplibregl-canvas').focus()
  await page.keyboard.press('Enter')
  const card = page.locator('[data-test=issue-card]')
  await card.waitFor()
  expect(await card.locator('.kind').first().textContent()).toMatch(/[\u4e00-\u9fff]/)
  expect(await card.textContent()).toMatch(
    /(待受理|已受理|处理中|待核查|已办结|已作废) ·\s+\d{4}年\d+月\d+日/,
  )
  expect(page.url()).toContain(`/a/${grid.id}`)
  await page.keyboard.press('Escape')
  await card.waitFor({ state: 'detached' })
  const middle = await page.locator('.maplibregl-canvas').boundingBox()
  if (!middle) throw new Error('the map has no size')
  await page.mouse.click(middle.x + middle.width / 2, middle.y + middle.height / 2)
  await card.waitFor()
  await page.locator('[data-test=issues] label').nth(2).click()
  await card.waitFor({ state: 'detached' })
})

test('the language changes in place, is remembered, and labels follow', async () => {
  const { community } = await dividedCommunity()
  const page = await visit(`/c/${community.code}`)
  await page.waitForSelector('[data-test=grid-list]')
  await page.click('[data-test=language]')
  await page.getByText('Households against the band').waitFor()
  expect(await page.getAttribute('html', 'lang')).toBe('en')
  await mapIsIdle(page)
  expect(await page.evaluate(`JSON.stringify(document.querySelector('[data-test=map-canvas]').gewuMap
    .getLayoutProperty('grid-labels', 'text-field'))`)).toContain(' hh') // prettier-ignore
  await page.reload()
  await page.getByText('Households against the band').waitFor()
})
