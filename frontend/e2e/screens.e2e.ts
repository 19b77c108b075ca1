import { mkdir } from 'node:fs/promises'
import { expect, inject, test } from 'vitest'
import { desktop, phone, useBrowser, violations } from './browser'

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
  (['desktop', 'phone'] as const).flatMap((device) =>
    (['zh-CN', 'en'] as const).map((language) => [name, device, language, path, sign] as const),
  ),
)

test.each(cases)(
  'the %s screen on a %s in %s is accessible, no wider than it, and pictured',
  async (...one) => {
    const [name, device, language, path, sign] = one
    const signed = name === 'sign-in' ? {} : { as: inject('people').admin }
    const page = await visit(path, { size: devices[device], language, ...signed })
    await page.waitForSelector(sign)
    await mkdir(pictures, { recursive: true })
    await page.screenshot({ path: `${pictures}${name}-${device}-${language}.png` })
    expect(await violations(page)).toEqual([])
    const beyond = await page.locator('.page').evaluate((one) => one.scrollWidth - one.clientWidth)
    expect(beyond, 'pixels beyond the screen').toBe(0)
    expect(await page.locator('h1').count()).toBe(1)
    if (device === 'desktop') return
    const small = await page
      .locator(
        'header button, header a, nav a, main button, main select, main input:not([type=radio], [type=checkbox])',
      )
      .evaluateAll((controls) =>
        controls
          .map((control) => ({ box: control.getBoundingClientRect(), html: control.outerHTML.slice(0, 120) }))
          .filter(({ box }) => box.height > 0 && box.height < 44)
          .map(({ box, html }) => `${html} ${box.width}×${box.height}`),
      )
    expect(small, 'targets lower than 44 pixels').toEqual([])
  },
)
