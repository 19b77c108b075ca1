import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { Session } from '../src/api/session'
import { addNewcomer } from './account'
import { answer, focused, mapIsIdle, phone, rendered, url, useBrowser, violations } from './browser'
import { dividedCommunity } from './district'

const { visit } = useBrowser()
const { admin, leader } = inject('people')

/** Fills in the sign-in by keyboard alone, from wherever the focus is. */
async function signIn(page: Page, name: string, password: string): Promise<void> {
  await page.locator('[data-test=name]').focus()
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(name)
  await page.keyboard.press('Tab')
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
}

test('a visitor signs in from a card, is told of a wrong password, and comes back to the card', async () => {
  const { grid } = await dividedCommunity()
  const page = await visit(`/a/${grid.id}`)
  await page.waitForSelector('[data-test=card]')
  await mapIsIdle(page)
  await page.click('[data-test=sign-in]')
  await signIn(page, admin.name, 'not the password')
  await page.getByText('用户名或密码不正确').waitFor()
  await expect.poll(() => focused(page)).toBe('password')
  expect(await violations(page)).toEqual([])
  await signIn(page, admin.name, admin.password)
  await page.waitForSelector(`[data-test=card][data-area="${grid.id}"]`)
  await page.click('[data-test=account]')
  await page.getByText(admin.fullName).first().waitFor()
  await page.click('[data-test=sign-out]')
  await page.waitForSelector('[data-test=sign-in]')
  expect((await answer('/v1/session', Session)).me).toBeNull()
})

test('a password given once is changed at once, and no longer opens anything', async () => {
  const newcomer = await addNewcomer(inject('program'), '林巧')
  const page = await visit('/account', { size: phone })
  await signIn(page, newcomer.name, newcomer.password)
  await page.getByRole('heading', { name: '设置自己的密码' }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.goto(url('/'))
  await page.getByRole('heading', { name: '设置自己的密码' }).waitFor()
  await page.fill('[data-test=old-password]', newcomer.password)
  await page.fill('[data-test=new-password]', 'short')
  await page.keyboard.press('Enter')
  await page.getByText('新密码须有').waitFor()
  await page.fill('[data-test=new-password]', 'qwertyuiop1234')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[data-test=fault]')
  await page.fill('[data-test=new-password]', 'teapot glacier violin')
  await page.keyboard.press('Enter')
  await page.waitForSelector('#panel h1')
  await page.goto(url('/account'))
  await page.getByText('你还没有任何角色').waitFor()
  const again = await fetch(url('/v1/session'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: newcomer.name, password: newcomer.password }),
  })
  expect(again.status).toBe(401)
})

test('after several wrong passwords it is said how long to wait', async () => {
  const newcomer = await addNewcomer(inject('program'), '赵敏')
  const page = await visit('/sign-in', { language: 'en' })
  // The waits double, so that sooner or later one is longer than this machine takes for the next try.
  for (let tries = 0; tries < 12; tries++) {
    await signIn(page, newcomer.name, `wrong ${tries}`)
    await page.waitForSelector('[data-test=submit]:not([aria-disabled])')
    const said = (await page.locator('[data-test=fault]').textContent()) ?? ''
    if (/locked for a while. Try again in \d+ (seconds?|minutes?)/.test(said)) {
      await page.getByText('The wait is over').waitFor()
      return
    }
    expect(said).toMatch(/is wrong|The wait is over/) // a short wait may be over before it is read
  }
  expect.fail('nothing was locked')
})

test('a session that has ended leads to the sign-in from wherever it is noticed, and back', async () => {
  const page = await visit('/admin/people', { as: admin })
  await page.waitForSelector('[data-test=people]')
  await page.context().clearCookies()
  await page.getByRole('link', { name: '令牌' }).first().click()
  await page.getByText('登录已到期或已被结束').waitFor()
  await signIn(page, admin.name, admin.password)
  await page.getByRole('heading', { name: '令牌' }).waitFor()
  await expect.poll(() => page.url()).toBe(url('/admin/tokens'))
})

test('an address that leads to another site after signing in leads to the map', async () => {
  const page = await visit('/sign-in?to=//evil.example/', { as: admin })
  await page.waitForSelector('#panel h1')
  await expect.poll(() => page.url()).toContain(url('/'))
})

test('issues are for those who may see them; a visitor’s map asks for nothing of them', async () => {
  const { community } = await dividedCommunity()
  const asked: string[] = []
  const page = await visit(`/c/${community.code}`, {
    before: (one) => Promise.resolve(void one.on('request', (request) => asked.push(request.url()))),
  })
  await mapIsIdle(page)
  expect(await page.locator('[data-test=issues]').count()).toBe(0)
  expect(asked.filter((address) => /\/tiles\/issues/.test(address))).toEqual([])
  const signed = await visit(`/c/${community.code}`, { as: leader })
  await mapIsIdle(signed)
  await signed.locator('[data-test=issues] label').nth(1).click()
  await expect.poll(async () => (await rendered(signed, 'issue-points')).length).toBeGreaterThan(0)
})

test('private phones are shown when asked for, and the trail says who looked', async () => {
  const { grid } = await dividedCommunity()
  const page = await visit(`/a/${grid.id}`, { as: leader })
  await page.waitForSelector('[data-test=card]')
  const calls = () => page.locator('[data-test=card] a[href^="tel:"]').count()
  const before = await calls()
  await page.locator('[data-test=show-phones]').first().click()
  await page.waitForSelector('[data-test=phones-shown]')
  await expect.poll(calls).toBeGreaterThan(before)
  const visitor = await visit(`/a/${grid.id}`)
  await visitor.waitForSelector('[data-test=card]')
  expect(await visitor.locator('[data-test=show-phones]').count()).toBe(0)
  const trail = await visit('/admin/audit?noun=phone', { as: admin })
  await trail.getByRole('cell', { name: leader.name }).first().waitFor()
})

test('my other sessions are listed and ended, and the password changed, from my account', async () => {
  const newcomer = await addNewcomer(inject('program'), '黄建国')
  const page = await visit('/sign-in?to=/account')
  await signIn(page, newcomer.name, newcomer.password)
  await page.fill('[data-test=new-password]', 'teapot glacier violin')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[data-test=sessions] li')
  const account = { ...newcomer, password: 'teapot glacier violin' }
  await visit('/account', { as: account })
  await visit('/account', { as: account })
  await page.reload()
  await expect.poll(() => page.locator('[data-test=sessions] li').count()).toBe(3)
  await page.locator('[data-test=sessions] li button').first().click()
  await expect.poll(() => page.locator('[data-test=sessions] li').count()).toBe(2)
  await page.click('[data-test=end-others]')
  await page.click('[data-test=confirm]')
  await expect.poll(() => page.locator('[data-test=sessions] li').count()).toBe(1)
  await page.click('[data-test=open-password]')
  await page.fill('[data-test=old-password]', 'not my password')
  await page.fill('[data-test=new-password]', 'marble otter canyon')
  await page.click('[data-test=change-password]')
  await page.waitForSelector('[data-test=fault]')
  await page.fill('[data-test=old-password]', account.password)
  await page.click('[data-test=change-password]')
  await page.getByText('密码已修改').first().waitFor()
})
