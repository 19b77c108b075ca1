import type { Page } from 'playwright-core'
import * as v from 'valibot'
import { expect, inject, test } from 'vitest'
import { addNewcomer } from './account'
import { focused, url, useBrowser, violations } from './browser'
import { dividedCommunity } from './district'

const { visit } = useBrowser()
const { admin, leader } = inject('people')

/** Goes on with the keyboard until the focus is on something. */
async function tabTo(page: Page, selector: string): Promise<void> {
  const target = page.locator(selector).first()
  await target.waitFor()
  for (let presses = 0; presses < 120; presses++) {
    if (await target.evaluate((one) => one === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the keyboard does not reach ${selector}`)
}

/** Presses something that the keyboard reaches from where it is. */
async function press(page: Page, selector: string): Promise<void> {
  await tabTo(page, selector)
  await page.keyboard.press('Enter')
}

/** Types something in place of what a field holds, which the keyboard reaches from where it is. */
async function type(page: Page, selector: string, text: string): Promise<void> {
  await tabTo(page, selector)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(text)
}

test('the keyboard alone adds a person, gives a role in an area found by code, and revokes it', async () => {
  const { community } = await dividedCommunity()
  const page = await visit('/admin/people', { as: admin })
  await tabTo(page, '[data-test=add-person]')
  await page.keyboard.press('Enter')
  await tabTo(page, '[data-test=full-name]')
  await page.keyboard.type('周杰')
  await tabTo(page, '[data-test=new-name]')
  const name = `zhou.${Date.now()}`
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await page.waitForSelector('[data-test=secret]')
  expect((await page.textContent('[data-test=secret]'))?.trim().length).toBeGreaterThanOrEqual(12)
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape') // what is shown once does not go by mistake
  await tabTo(page, '[data-test=noted]')
  await page.keyboard.press('Enter')

  await tabTo(page, '[data-test=give-role]')
  await page.keyboard.press('Enter')
  await tabTo(page, '[data-test=role]')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await tabTo(page, '[data-test=area]')
  await page.keyboard.type(community.code)
  await page.getByRole('option', { name: community.name }).first().waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect.poll(() => page.inputValue('[data-test=area]')).toBe(community.name)
  await tabTo(page, '[data-test=give]')
  await page.keyboard.press('Enter')
  const grants = page.locator('[data-test=grants] li')
  await expect.poll(() => grants.count()).toBe(1)
  expect(await grants.textContent()).toContain('规划员')
  expect(await grants.textContent()).toContain(community.name)
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('grants')

  await tabTo(page, '[data-test=grants] li button')
  await page.keyboard.press('Enter')
  await tabTo(page, '[data-test=confirm]')
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect.poll(() => grants.count()).toBe(0)
})

test('a person is disabled, found as disabled, and enabled; what cannot be undone is asked first', async () => {
  const newcomer = await addNewcomer(inject('program'), '刘洋')
  const page = await visit(`/admin/people?q=${newcomer.name}`, { as: admin })
  await page.getByRole('link', { name: '刘洋' }).click()
  await page.click('[data-test=disable]')
  await page.waitForSelector('dialog[open]')
  await page.keyboard.press('Escape')
  await page.waitForSelector('dialog', { state: 'detached' })
  await expect.poll(() => focused(page)).toBe('disable')
  await page.click('[data-test=disable]')
  await page.click('[data-test=confirm]')
  await page.waitForSelector('[data-test=enable]')
  await page.goto(url(`/admin/people?q=${newcomer.name}&disabled=true`))
  await expect.poll(() => page.locator('[data-test=people] tbody tr').count()).toBe(1)
  await page.goto(url(`/admin/people?q=${newcomer.name}&disabled=false`))
  await page.getByText('没有符合条件的人员').first().waitFor()
})

test('nobody changes their own roles, and it is said why', async () => {
  const page = await visit(`/admin/people?q=${admin.name}`, { as: admin })
  await page.getByRole('link', { name: admin.fullName }).click()
  await page.getByText('这是你自己').waitFor()
  expect(await page.locator('[data-test=give-role], [data-test=disable]').count()).toBe(0)
})

test('a token is made by keyboard alone, works, and stops working when it is revoked', async () => {
  const page = await visit('/admin/tokens', { as: admin })
  await press(page, '[data-test=make-token]')
  const name = `热线 ${Date.now()}`
  await type(page, '[data-test=token-name]', name)
  await type(page, '[data-test=area]', '整个')
  await page.keyboard.press('Enter')
  await press(page, '[data-test=make]')
  await page.waitForSelector('[data-test=secret]')
  const secret = (await page.textContent('[data-test=secret]'))?.trim() ?? ''
  expect(secret).toMatch(/^gewu_[\w-]{43}$/)
  const asIt = () => fetch(url('/tiles/issues.json'), { headers: { Authorization: `Bearer ${secret}` } })
  expect((await asIt()).status).toBe(200)
  await press(page, '[data-test=noted]')
  await expect.poll(() => page.content()).not.toContain(secret)
  await press(page, `button[aria-label="吊销令牌 ${name}"]`)
  await press(page, '[data-test=confirm]')
  await page.getByRole('button', { name: `吊销令牌 ${name}` }).waitFor({ state: 'detached' })
  expect((await asIt()).status).toBe(401)
})

const Named = v.object({ name: v.object({ zh: v.string(), en: v.string() }) })

test('a setting is saved by keyboard alone, seen by everybody, and told in the trail with what was before', async () => {
  const page = await visit('/admin/settings', { as: admin })
  const before = await page.inputValue('[data-test=name-en]')
  await type(page, '[data-test=name-en]', `${before} of today`)
  await page.getByRole('link', { name: '令牌' }).first().click()
  await page.getByText('不保存就离开？').waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.waitForSelector('dialog', { state: 'detached' })
  await press(page, '[data-test=save-settings]')
  await page.getByText('没有未保存的更改').waitFor()
  const name = async () =>
    v.parse(Named, await (await page.context().request.get(url('/v1/district'))).json()).name.en
  await expect.poll(name).toBe(`${before} of today`)
  await page.goto(url('/admin/audit?noun=setting'))
  await press(page, '[data-test=audit] button')
  expect(await page.locator('[data-test=audit] del').first().textContent()).toBe(before)
  expect(await page.locator('[data-test=audit] ins').first().textContent()).toBe(`${before} of today`)
  expect(await violations(page)).toEqual([])
  await page.goto(url('/admin/settings'))
  await page.fill('[data-test=name-en]', before)
  await page.click('[data-test=save-settings]')
  await page.getByText('没有未保存的更改').waitFor()
})

test('a wrong base map is refused beside its field', async () => {
  const page = await visit('/admin/settings', { as: admin })
  await page.locator('[data-test=has-base-map]').check()
  await page.fill('[data-test=base-map-url]', 'no address')
  await page.click('[data-test=save-settings]')
  await page.waitForSelector('[data-test=fault]')
  await page.waitForSelector('[data-test=base-map-url][aria-invalid=true]')
})

test('the audit trail is saved as a table', async () => {
  const page = await visit('/admin/audit', { as: admin })
  const saved = page.waitForEvent('download')
  await page.click('[data-test=download]')
  expect((await saved).suggestedFilename()).toMatch(/^gewu-audit-\d{4}-\d{2}-\d{2}\.csv$/)
})

test('who may not administer is told so, and sees no way there', async () => {
  const page = await visit('/admin/people', { as: leader })
  await page.getByText('你的角色里没有这一项管理权限').waitFor()
  await page.click('[data-test=account]')
  await page.waitForSelector('[data-test=sign-out]')
  expect(await page.getByRole('link', { name: '人员' }).count()).toBe(0)
})

test('screens without a map do not load the map’s library', async () => {
  const asked: string[] = []
  const page = await visit('/admin/people', {
    as: admin,
    before: (one) => Promise.resolve(void one.on('request', (request) => asked.push(request.url()))),
  })
  await page.waitForSelector('[data-test=people]')
  await page.waitForLoadState('networkidle')
  expect(asked.filter((address) => /open-map|map-stage|maplibre|\/tiles\//.test(address))).toEqual([])
})

test('a district that shows visitors nothing opens on the sign-in, and then on what was asked for', async () => {
  const { grid } = await dividedCommunity()
  const office = await visit('/account', { as: admin })
  const show = (visibility: string) =>
    office.context().request.patch(url('/v1/settings'), { data: { visibility } })
  const seen = async () => (await fetch(url('/v1/communities'))).status // follows the settings after a moment
  try {
    expect((await show('nothing')).status()).toBe(200)
    await expect.poll(seen).toBe(401)
    const page = await visit(`/a/${grid.id}`)
    await page.getByText('须登录后查看').waitFor()
    expect(await violations(page)).toEqual([])
    await type(page, '[data-test=name]', admin.name)
    await type(page, '[data-test=password]', admin.password)
    await page.keyboard.press('Enter')
    await page.waitForSelector(`[data-test=card][data-area="${grid.id}"]`)
  } finally {
    expect((await show('grids')).status()).toBe(200)
    await expect.poll(seen).toBe(200)
  }
})
