import { mkdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { desktop, languages, phone, speak, useBrowser, violations } from './browser'

const { visit } = useBrowser()
const pictures = new URL('./screenshots/', import.meta.url).pathname
const devices = { desktop, phone } as const

/** Each screen without a map: where it is, and by what one knows that it stands. */
const screens = [
  ['sign-in', '/sign-in', '[data-test=submit]'],
  ['account', '/account', '[data-test=sessions] li'],
  ['people', '/admin/people', '[data-test=people]'],
  ['person', '/admin/people/1', '[data-test=grants]'],
  ['tokens', '/admin/tokens', '[data-test=make-token]'],
  ['settings', '/admin/settings', '[data-test=save-settings]'],
  ['audit', '/admin/audit', '[data-test=audit]'],
] as const

const cases = screens.flatMap(([name, path, sign]) =>
  (['desktop', 'phone'] as const).map((device) => [name, device, path, sign] as const),
)

test.each(cases)(
  'the %s screen on a %s is accessible in both languages, no wider than it, and pictured',
  async (name, device, path, sign) => {
    const signed = name === 'sign-in' ? {} : { as: inject('people').admin }
    const page = await visit(path, { size: devices[device], ...signed })
    await mkdir(pictures, { recursive: true })
    for (const language of languages) {
      await speak(page, language)
      await page.waitForSelector(sign)
      await page.screenshot({ path: `${pictures}${name}-${device}-${language}.png` })
      expect(await violations(page), language).toEqual([])
      const beyond = await page.locator('.page').evaluate((one) => one.scrollWidth - one.clientWidth)
      expect(beyond, `pixels beyond the screen in ${language}`).toBe(0)
      await expect.poll(() => page.locator('h1').count()).toBe(1)
      if (device === 'phone')
        expect(await lowTargets(page), `targets lower than 44 pixels in ${language}`).toEqual([])
    }
  },
)

/** The controls that a finger can hardly hit. */
async function lowTargets(page: Page): Promise<string[]> {
  return page
    .locator(
      'header button, header a, nav a, main button, main select, main input:not([type=radio], [type=checkbox])',
    )
    .evaluateAll((controls) =>
      controls
        .map((control) => ({ box: control.getBoundingClientRect(), html: control.outerHTML.slice(0, 120) }))
        .filter(({ box }) => box.height > 0 && box.height < 44)
        .map(({ box, html }) => `${html} ${box.width}×${box.height}`),
    )
}
