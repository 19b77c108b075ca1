import axe from 'axe-core'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import * as v from 'valibot'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import type { Account } from './account'
import { hinder, slowness } from './hinder'
import { noteRequests, underWay } from './under-way'

const flags = [
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
]

export const desktop = { width: 1280, height: 800 } as const
export const phone = { width: 390, height: 844 } as const
/** Wide enough for the desktop's screens, and quick to draw. */
export const small = { width: 800, height: 600 } as const
export const tablet = { width: 1024, height: 768 } as const

export type Visit = {
  size?: typeof desktop | typeof phone | typeof tablet | typeof small
  language?: 'zh-CN' | 'en'
  /** Where the device is; without it the browser refuses to say. */
  position?: { longitude: number; latitude: number; accuracy: number }
  /** By which address the server is reached; without it, its own. */
  by?: string
  /** Who is signed in; without it, nobody. */
  as?: Account
  /** Prepares the page before it loads. */
  before?: (page: Page) => Promise<void>
}

/** The server under test. */
export const url = (path = '/') => `${inject('url')}${path}`

/** A page on which one can wait for answers, as slow as the run is to be. */
export async function freshPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  noteRequests(page)
  await hinder(page)
  return page
}

/** One browser for a test file, a fresh context for every visit; the page may raise no error, and do nothing that its policy forbids. */
export function useBrowser(): { visit: (path: string, visit?: Visit) => Promise<Page> } {
  let browser: Browser
  let contexts: BrowserContext[] = []
  let errors: string[] = []
  beforeAll(async () => {
    const program = process.env.CHROMIUM || '/usr/bin/chromium'
    browser = await chromium.launch({ executablePath: program, args: flags })
  })
  afterAll(() => browser.close())
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()))
    const seen = errors
    contexts = []
    errors = []
    expect(seen, 'errors of the page').toEqual([])
  })

  async function visit(
    path: string,
    { size = desktop, language = 'zh-CN', position, by = url(''), as, before }: Visit = {},
  ) {
    const context = await browser.newContext({
      viewport: size,
      locale: language,
      hasTouch: size === phone || size === tablet,
      reducedMotion: 'reduce',
      permissions: position ? ['geolocation'] : [],
      ...(position ? { geolocation: position } : {}),
    })
    contexts.push(context)
    context.setDefaultTimeout(120_000 * slowness)
    if (as) {
      const { name, password } = as
      const answer = await context.request.post(`${by}/v1/session`, { data: { name, password } })
      expect(answer.status(), `${name} signs in`).toBe(200)
    }
    const page = await freshPage(context)
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) errors.push(message.text())
    })
    await before?.(page)
    await page.goto(by + path)
    return page
  }
  return { visit }
}

/** The languages of the page; it opens in the first. */
export const languages = ['zh-CN', 'en'] as const

/** Switches the page to a language, as its button does, when it is not in it. */
export async function speak(page: Page, language: (typeof languages)[number]): Promise<void> {
  const lang = page.locator('html')
  if ((await lang.getAttribute('lang')) !== language) await page.click('[data-test=language]')
  await page.waitForSelector(`html[lang="${language}"]`, { state: 'attached' })
}

/**
 * Waits until the page has every answer that it asked for, and its map has drawn what came of them: an
 * idle map from before the last action is not taken for the one after it.
 */
export async function mapIsIdle(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      const waiting = underWay(page)
      if (waiting.length > 0) return waiting
      await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))')
      const drawn = await page.isVisible('[data-test=map][data-state=ready][data-idle=true]')
      return drawn ? underWay(page) : ['the map draws']
    })
    .toEqual([])
}

const Rendered = v.array(
  v.object({ id: v.optional(v.number()), properties: v.record(v.string(), v.unknown()) }),
)

/** What a layer of the map shows now. */
export async function rendered(page: Page, layer: string): Promise<v.InferOutput<typeof Rendered>> {
  const found: unknown = await page.evaluate(`
    document.querySelector('[data-test=map-canvas]').gewuMap
      .queryRenderedFeatures({ layers: ['${layer}'] })
      .map(({ id, properties }) => ({ id, properties }))`)
  return v.parse(Rendered, found)
}

/** Draws a finger over the page. */
export async function swipe(
  page: Page,
  from: { x: number; y: number },
  to: { x: number; y: number },
): Promise<void> {
  const fingers = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: { x: number; y: number }[]) =>
    fingers.send('Input.dispatchTouchEvent', { type, touchPoints: at })
  await touch('touchStart', [from])
  for (const share of [0.25, 0.5, 0.75, 1])
    await touch('touchMove', [{ x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }])
  await touch('touchEnd', [])
}

const Pixel = v.object({ x: v.number(), y: v.number() })

/** Where on the window a position of the map is drawn. */
export async function pixelOf(
  page: Page,
  at: readonly [number, number],
): Promise<v.InferOutput<typeof Pixel>> {
  const pixel: unknown = await page.evaluate(`(() => {
    const canvas = document.querySelector('[data-test=map-canvas]')
    const box = canvas.getBoundingClientRect()
    const { x, y } = canvas.gewuMap.project([${at.join(',')}])
    return { x: box.left + x, y: box.top + y }
  })()`)
  return v.parse(Pixel, pixel)
}

/** By which name the tests know what has the focus. */
export const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('data-test') ?? null)

/** The answer of the server that the page talks to, parsed. */
export async function answer<S extends v.GenericSchema>(path: string, schema: S): Promise<v.InferOutput<S>> {
  const response = await fetch(url(path))
  return v.parse(schema, await response.json())
}

const Violations = v.array(v.object({ id: v.string(), nodes: v.array(v.string()) }))

/** What axe-core finds against WCAG 2.2 A and AA and its best practices. */
export async function violations(page: Page): Promise<v.InferOutput<typeof Violations>> {
  await page.evaluate(axe.source)
  const found: unknown = await page.evaluate(`axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) })))`)
  return v.parse(Violations, found)
}
