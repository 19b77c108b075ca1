import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import * as v from 'valibot'
import { expect, inject, test } from 'vitest'
import { desktop, mapIsIdle, phone, rendered, useBrowser, violations } from './browser'
import { slowness } from './hinder'

const { visit } = useBrowser()
const pictures = new URL('./screenshots/', import.meta.url).pathname
const tabs = ['load', 'rate', 'hot', 'unseen'] as const

/** Waits until the answer of the tab is there and drawn. */
async function answered(page: Page, tab: string): Promise<void> {
  await page.waitForSelector(`[data-test=lead][data-tab=${tab}][data-busy=false]`)
  await page.waitForSelector('[data-test=sentence]')
  await mapIsIdle(page)
}

/** What the page is kept from by its own policy, from now on. */
async function watchPolicy(page: Page): Promise<void> {
  await page.addInitScript(`addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    (window.refused ??= []).push(violatedDirective + ' ' + blockedURI))`)
}
const refused = async (page: Page) =>
  v.parse(v.array(v.string()), await page.evaluate('window.refused ?? []'))

/** Holds answers back until what is returned is called. */
async function heldBack(page: Page, path: string): Promise<() => void> {
  let release = () => {}
  const released = new Promise<void>((done) => (release = done))
  await page.route(path, async (route) => {
    await released
    await route.fallback()
  })
  return release
}

const Said = v.object({ kinds: v.array(v.string()), course: v.string() })

/** The hot spots that the screen names: of which kinds, and which way they go. */
async function named(page: Page): Promise<v.InferOutput<typeof Said>[]> {
  const found: unknown = await page.locator('[data-spot]').evaluateAll((cards) =>
    cards.map((card) => ({
      kinds: (card.querySelector('dd')?.firstChild?.textContent ?? '')
        .split('、')
        .map((kind) => kind.replace(/ [\d,]+$/, '').trim()),
      course: card.querySelector('.course')?.lastChild?.textContent ?? '',
    })),
  )
  return v.parse(v.array(Said), found)
}

test.each(['zh-CN', 'en'] as const)(
  'a leader reads all four tabs in %s, each accessible, and the counts of what is not seen open to lists',
  async (language) => {
    const page = await visit('/lead', { as: inject('people').leader, language, before: watchPolicy })
    await mkdir(pictures, { recursive: true })
    for (const tab of tabs) {
      await page.click(`[data-test=tab-${tab}]`)
      await answered(page, tab)
      expect(await violations(page), tab).toEqual([])
      await page.screenshot({ path: `${pictures}lead-${tab}-desktop-${language}.png` })
    }
    const list = page.locator('[data-test^=list-]:enabled')
    const counts = await list.count()
    expect(counts).toBeGreaterThan(0)
    for (let i = 0; i < counts; i++) {
      await list.nth(i).click()
      const count = Number((await list.nth(i).locator('strong').textContent())?.replaceAll(/\D/g, ''))
      await expect.poll(() => page.locator('[data-test=items] li').count()).toBe(Math.min(count, 200))
    }
    await page.click('[data-test=how-made]')
    await expect.poll(() => page.locator('[data-test=record] dt').count()).toBeGreaterThan(8)
    expect(await violations(page), 'how made').toEqual([])
    expect(await refused(page)).toEqual([])
  },
)

test('the hot spots that were planted in the demo are named with the way they go, and nothing else', async () => {
  const page = await visit('/lead?tab=hot&days=360', { as: inject('people').leader })
  await answered(page, 'hot')
  await page.waitForSelector('[data-spot]')
  const spots = await named(page)
  // docs/demo.md: h1 lasting, h2 growing, h3 and h6 ended, h4 seasonal, h5 fresh.
  const planted = [
    { of: ['占道经营', '暴露垃圾', '无照经营游商'], course: ['持续'] },
    { of: ['私搭乱建', '积存垃圾渣土'], course: ['在增长', '持续'] },
    { of: ['机动车乱停放', '占用消防通道'], course: ['已结束'] },
    { of: ['露天烧烤', '噪声扰民', '油烟污染'], course: ['在消退', '已结束'] },
    { of: ['机动车乱停放', '无照经营游商'], course: ['新出现'] },
    { of: ['乱堆杂物', '非法占绿毁绿'], course: ['已结束'] },
  ]
  const fits = (spot: (typeof spots)[number]) =>
    planted.findIndex(
      ({ of, course }) => course.includes(spot.course) && spot.kinds.every((kind) => of.includes(kind)),
    )
  expect(spots.map(fits).sort(), JSON.stringify(spots)).toEqual([0, 1, 2, 3, 4, 5])
  await expect.poll(async () => (await rendered(page, 'spots')).length).toBe(planted.length)
  await expect.poll(async () => (await rendered(page, 'squares')).length).toBeGreaterThan(0)

  // Each opens to a page of words, with the issues behind it.
  await page.locator('[data-test=open-spot]').first().click()
  await page.waitForSelector('[data-test=spot-page]')
  await page.click('[data-test=see-issues]')
  await page.waitForSelector('[data-test=issues] li')
  expect(await violations(page)).toEqual([])
  await page.click('[data-test=spot-back]')
  await page.waitForSelector('[data-spot]')

  // How sure it is stands in a list beside its map, and each place opens to its issues.
  await page.click('[data-test=view-class]')
  await page.locator('[data-test=class-place]').first().press('Enter')
  await page.waitForSelector('[data-test=class-list] [data-test=issues] li')
  await answered(page, 'hot')
  expect(await rendered(page, 'spots')).toEqual([])
  expect(await violations(page), 'certainty').toEqual([])

  // What lies together is numbered on the map as in the list.
  await page.click('[data-test=tab-load]')
  await page.click('[data-test=view-together]')
  await page.locator('[data-test=together-place]').first().press('Enter')
  await page.waitForSelector('[data-test=together] [data-test=issues] li')
  await answered(page, 'load')
  await expect
    .poll(async () => (await rendered(page, 'spots')).map(({ properties }) => properties.number))
    .toContain(1)
  expect(await violations(page), 'together').toEqual([])

  // What is still being prepared is no lost connection: it comes by itself.
  let asked = 0
  await page.route('**/v1/analysis/rate?**', (route) =>
    asked++ > 0
      ? route.fallback()
      : route.fulfill({
          status: 503,
          headers: { 'Retry-After': '1', 'Content-Type': 'application/problem+json' },
          body: JSON.stringify({ type: '/problems/busy', title: '服务繁忙', status: 503 }),
        }),
  )
  await page.click('[data-test=tab-rate]')
  await page.waitForSelector('[data-test=waiting]')
  await answered(page, 'rate')

  // The slider moves the period, the address keeps it, and the report is of the same.
  await page.selectOption('[data-test=days]', '90')
  await expect.poll(() => page.url()).toContain('days=90')
  await answered(page, 'rate')
  const before = await page.textContent('[data-test=time] strong')
  await page.locator('[data-test=slider]').press('ArrowLeft')
  await expect.poll(() => page.textContent('[data-test=time] strong')).not.toBe(before)
  await page.waitForURL(/until=/)
  await page.locator('[data-test=rank-table]').waitFor({ state: 'attached' })
})

test('the period that is told is the one on the map, the district lies beside its legend, and what is not testable leads to what is', async () => {
  const page = await visit('/lead?tab=hot', { as: inject('people').leader })
  await answered(page, 'hot')
  const covered: unknown = await page.evaluate(`(() => {
    const canvas = document.querySelector('[data-test=map-canvas]')
    const { left, top } = canvas.getBoundingClientRect()
    const legend = document.querySelector('[data-test=legend]').getBoundingClientRect()
    return canvas.gewuMap.queryRenderedFeatures(
      [[legend.left - left, legend.top - top], [legend.right - left, legend.bottom - top]],
      { layers: ['lead-grids'] },
    ).length
  })()`)
  expect(covered, 'grids below the legend').toBe(0)

  // While an answer is awaited the map is of the period before, and so is what is told beside it.
  await page.click('[data-test=tab-rate]')
  await answered(page, 'rate')
  const told = () => page.textContent('[data-test=time] strong')
  const before = await told()
  const held = await heldBack(page, '**/v1/analysis/rate?**')
  await page.locator('[data-test=slider]').press('ArrowLeft')
  await page.waitForSelector('[data-test=lead][data-busy=true]')
  expect(await told()).toBe(before)
  held()
  await answered(page, 'rate')
  await expect.poll(told).not.toBe(before)

  // A link into the time before the data: words say why, and one button leads back.
  await page.goto(`${page.url().split('/lead')[0] ?? ''}/lead?tab=hot&until=2000-01-01`)
  await page.waitForSelector('[data-test=untold]')
  expect(await violations(page), 'nothing to tell').toEqual([])
  await page.locator('[data-test=untold] button').first().click()
  await answered(page, 'hot')
  await page.waitForSelector('[data-spot]')
})

test('a community has one page that is printed on one sheet, and reads on a phone', async () => {
  const page = await visit('/lead?days=360', { as: inject('people').leader, size: phone })
  await answered(page, 'load')
  const beyond = await page.locator('[data-test=lead]').evaluate((one) => one.scrollWidth - one.clientWidth)
  expect(beyond, 'pixels beyond the screen').toBe(0)
  await page.screenshot({ path: `${pictures}lead-phone-zh-CN.png` })
  for (const tab of ['hot', 'unseen'] as const) {
    await page.click(`[data-test=tab-${tab}]`)
    await answered(page, tab)
    expect(await violations(page), tab).toEqual([])
  }
  const [, second] = await page
    .locator('[data-test=area] optgroup:last-child option')
    .evaluateAll((all) => all.map((one) => one.getAttribute('value') ?? ''))
  await page.selectOption('[data-test=area]', second ?? '')
  await expect.poll(() => page.url()).toContain(`area=${second}`)
  await page.click('[data-test=report]')
  await page.waitForSelector('[data-test=lead-report][data-ready=true]')
  expect(await violations(page)).toEqual([])
  await page.setViewportSize(desktop)
  await page.screenshot({ path: `${pictures}lead-report-desktop-zh-CN.png` })
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBe(1)
})

/** What poppler reads of a file that the page links to, without spaces. */
async function printed(page: Page): Promise<string> {
  const href = (await page.getAttribute('[data-test=pdf]', 'href')) ?? ''
  const answer = await page.request.get(new URL(href, page.url()).href)
  expect(answer.headers()['content-type']).toBe('application/pdf')
  const folder = await mkdtemp(join(tmpdir(), 'gewu-report-'))
  try {
    const file = join(folder, 'report.pdf')
    await writeFile(file, await answer.body())
    const { stdout } = await promisify(execFile)('pdftotext', ['-layout', file, '-'])
    return stdout.replaceAll(/\s/g, '')
  } finally {
    await rm(folder, { recursive: true })
  }
}

test.each(['zh-CN', 'en'] as const)(
  'the page of an area and the file to send say the same in %s',
  async (language) => {
    const page = await visit('/lead/report?days=90', { as: inject('people').leader, language })
    await page.waitForSelector('[data-test=lead-report][data-ready=true]')
    const steps = await page.locator('[data-test=report-steps] li').allInnerTexts()
    const said = await page.locator('[data-test=report-said] p').allInnerTexts()
    const spots = await page.locator('[data-test=report-spots] strong').allInnerTexts()
    expect([steps.length > 0, said.length > 1, spots.length > 0]).toEqual([true, true, true])
    const file = await printed(page)
    const isPrinted = (words: string) => file.includes(words.replaceAll(/\s/g, ''))
    expect([...steps, ...said].filter((words) => !isPrinted(words))).toEqual([])
    // What finds no room on the sheet is counted there.
    const left = /另有(\d+)处热点|and(\d+)morehotspot/.exec(file)
    expect(spots.filter((words) => !isPrinted(words)).length).toBe(Number(left?.[1] ?? left?.[2] ?? 0))
    expect(isPrinted(spots[0] ?? '')).toBe(true)
  },
)

test('the result of a scan is there again after the page was loaded anew, with its date', async () => {
  const page = await visit('/lead?tab=hot&days=360', { as: inject('people').leader })
  await answered(page, 'hot')
  await page.click('[data-test=scan-begin], [data-test=scan-again]') // of an earlier run a result may be there
  await page.waitForSelector('[data-test=scan-words]', { timeout: 240_000 * slowness })
  const words = await page.textContent('[data-test=scan-words]')
  await page.reload()
  await page.waitForSelector('[data-test=scan-words]')
  expect(await page.textContent('[data-test=scan-words]')).toBe(words)
  expect(await page.textContent('[data-test=scan-when]')).toMatch(/^\s*查于 .*\d/)
  expect(await page.locator('[data-test=scan-begin]').count()).toBe(0)
  await page.click('[data-test=scan-again]')
  await expect.poll(() => page.textContent('[data-test=scan-when]')).toContain('数据没有变化')
  expect(await page.textContent('[data-test=scan-words]')).toBe(words)
  expect(await violations(page)).toEqual([])
})
