import type { Page } from 'playwright-core'
import * as v from 'valibot'
import { expect } from 'vitest'
import { mapIsIdle, pixelOf, violations } from './browser'

const Place = v.object({ grid: v.number(), at: v.tuple([v.number(), v.number()]), name: v.string() })
type Place = v.InferOutput<typeof Place>

/** Where the labels of the grids are on the map. */
export async function labels(page: Page): Promise<Place[]> {
  await mapIsIdle(page)
  const found: unknown = await page.evaluate(`
    document.querySelector('[data-test=map-canvas]').gewuMap.querySourceFeatures('labels')
      .map(({ geometry, properties }) => ({ grid: properties.grid, name: properties.name, at: geometry.coordinates }))`)
  const places = v.parse(v.array(Place), found)
  return [...new Map(places.map((place) => [place.grid, place])).values()]
}

export const revision = async (page: Page) =>
  Number(/\d+/.exec((await page.textContent('[data-test=plan-state]')) ?? '')?.[0])

/** A corner of a border that is on the screen, well inside of the map. */
export async function firstGrip(page: Page): Promise<readonly [number, number]> {
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
export async function keep(page: Page): Promise<void> {
  const before = await revision(page)
  await page.waitForSelector('[data-test=keep]:not([aria-disabled])')
  await expect.poll(async () => page.textContent('[data-test=draft]')).toContain('→')
  await page.keyboard.press('Enter')
  await expect.poll(() => revision(page)).toBe(before + 1)
  await mapIsIdle(page)
}

export async function clickAt(page: Page, at: readonly [number, number]): Promise<void> {
  const { x, y } = await pixelOf(page, at)
  await page.mouse.click(x, y)
}

export async function begin(page: Page, code: string): Promise<void> {
  await page.selectOption('[data-test=community]', code)
  await page.click('[data-test=new-plan]')
  await page.fill('[data-test=plan-title]', '均衡调整')
  await page.click('[data-test=start-plan]')
  await page.waitForSelector('[data-test=balance]')
  await page.locator('h1:focus').waitFor()
  await mapIsIdle(page)
}

/** Draws on a map with the brush, in the grid of the first place the cells at the others; nothing is kept yet. */
export async function paint(
  page: Page,
  to: number,
  at: readonly (readonly [number, number])[],
): Promise<void> {
  await page.keyboard.press('b')
  await page.selectOption('[data-test=target]', String(to))
  for (const one of at) await clickAt(page, one)
  await page.waitForSelector('[data-test=keep]')
}

/** Has keys move the map until a place of it is in the middle, and press there. */
export async function aimAt(page: Page, at: readonly [number, number]): Promise<void> {
  const frame = await page.locator('[data-test=map-canvas]').boundingBox()
  if (!frame) throw new Error('there is no map')
  const { x, y } = await pixelOf(page, at)
  const ways = [
    [x - frame.x - frame.width / 2, 'ArrowLeft', 'ArrowRight'],
    [y - frame.y - frame.height / 2, 'ArrowUp', 'ArrowDown'],
  ] as const
  for (const [off, back, on] of ways) {
    const key = off < 0 ? back : on
    const far = Math.floor(Math.abs(off) / 100)
    for (let i = 0; i < far; i++) await page.keyboard.press(key)
    for (let i = 0; i < Math.round((Math.abs(off) - far * 100) / 8); i++)
      await page.keyboard.press(`Shift+${key}`)
  }
  await page.keyboard.press('Space')
}

/** Drags a point of a border by some pixels; nothing is kept yet. */
export async function dragGrip(page: Page, right: number, down: number): Promise<void> {
  const from = await pixelOf(page, await firstGrip(page))
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + right, from.y + down, { steps: 4 })
  await page.mouse.up()
}

/** Drags a point of a border over the borders of cells, which moves the border between the points beside it. */
export async function dragFar(page: Page): Promise<void> {
  const sent = page.waitForRequest((request) => request.postData()?.includes('"redraw_border"') ?? false)
  await dragGrip(page, 160, 90)
  await sent // what comes of it depends on the buildings there
  await page.keyboard.press('Escape')
}

/** Draws a stretch of border anew with three clicks; the way back takes the last of them away. */
export async function redraw(page: Page): Promise<void> {
  const from = await pixelOf(page, await firstGrip(page))
  await page.keyboard.press('r')
  await page.mouse.click(from.x, from.y)
  await page.mouse.click(from.x + 24, from.y + 24)
  await page.mouse.click(from.x + 300, from.y)
  await page.keyboard.press('z')
  const asked = page.waitForRequest((request) => request.postData()?.includes('"redraw_border"') ?? false)
  await page.mouse.click(from.x + 8, from.y + 48)
  await asked
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.waitForSelector('[data-test=draft]', { state: 'detached' })
}

/** Renames a plan, hands it in, so that nobody can change it, and has it returned. */
export async function handInAndBack(page: Page): Promise<void> {
  await page.click('[data-test=plan-state]')
  await page.fill('[data-test=life-title]', '均衡调整（二稿）')
  await page.click('[data-test=life-save]')
  await page.locator('h1', { hasText: '二稿' }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.click('[data-test=life-proposed]')
  await expect.poll(() => page.textContent('[data-test=plan-state]')).toContain('已送审')
  await expect.poll(() => page.locator('[data-test=tool-brush]').isDisabled()).toBe(true)
  await page.waitForSelector('[data-test=open-publish]')
  await page.click('[data-test=plan-state]')
  await page.click('[data-test=life-returned]')
  await expect.poll(() => page.textContent('[data-test=plan-state]')).toContain('已退回')
}
