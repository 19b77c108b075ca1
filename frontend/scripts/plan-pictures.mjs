// Takes the pictures of docs/plans.md: a plan from its start to the edition, on a running service with
// the demo district, where it adds two planners and publishes the plan. GEWU_DATA names the service's data.
//
//   GEWU_DATA=data node scripts/plan-pictures.mjs http://127.0.0.1:8080 ../docs/images
import { addPerson, browser, idle, picture as pictureOf, visit } from './stage.mjs'

const community = process.env.GEWU_COMMUNITY ?? '350420002004'
const size = { width: 1200, height: 750 }
const [planner, colleague] = [await addPerson('李敏', 'planner'), await addPerson('王磊', 'planner')]
const picture = (page, file) => pictureOf(page, file, 50)

/** Where on the window the label of each grid is. */
async function labels(page) {
  await idle(page)
  const all = await page.evaluate(() => {
    const canvas = document.querySelector('[data-test=map-canvas]')
    const box = canvas.getBoundingClientRect()
    const found = canvas.gewuMap.querySourceFeatures('labels').map(({ geometry, properties }) => {
      const { x, y } = canvas.gewuMap.project(geometry.coordinates)
      return [properties.grid, { grid: properties.grid, x: box.left + x, y: box.top + y }]
    })
    return Object.values(Object.fromEntries(found))
  })
  return all.sort((a, b) => a.grid - b.grid)
}

/** Paints some cells of one grid over to another; nothing is kept yet. */
async function paint(page, to, { x, y }) {
  await page.keyboard.press('b')
  await page.selectOption('[data-test=target]', String(to))
  await page.mouse.move(x - 24, y - 12)
  await page.mouse.down()
  await page.mouse.move(x + 24, y + 12, { steps: 6 })
  await page.mouse.up()
  await page.waitForSelector('[data-test=keep]')
}

async function keep(page) {
  const before = await page.textContent('[data-test=plan-state]')
  await page.keyboard.press('Enter')
  await page.waitForFunction(
    (was) => document.querySelector('[data-test=plan-state]')?.textContent !== was,
    before,
  )
  await idle(page)
}

const page = await visit(`/plan?community=${community}`, { size, as: planner })
await page.click('[data-test=new-plan]')
await page.fill('[data-test=plan-title]', '均衡调整 2027')
await page.click('[data-test=start-plan]')
await page.waitForSelector('[data-test=balance]')
await picture(page, 'plan-begin')

const [first, second, third] = await labels(page)
await paint(page, first.grid, second)
await picture(page, 'plan-brush')
await keep(page)
await page.waitForSelector('[data-test=fix]')
await page.click('[data-test=next-problem]')
await picture(page, 'plan-problem')

const other = await visit(new URL(page.url()).pathname, { size, as: colleague })
await other.waitForSelector('[data-test=balance]')
const there = (await labels(other)).find(({ grid }) => grid === third.grid)
await paint(other, second.grid, there)
await page.click('[data-test=whole]')
await idle(page)
const here = (await labels(page)).find(({ grid }) => grid === third.grid)
await paint(page, first.grid, here)
const was = await other.textContent('[data-test=plan-state]')
await keep(page)
await other.waitForFunction(
  (before) => document.querySelector('[data-test=plan-state]')?.textContent !== before,
  was,
)
await other.keyboard.press('Enter')
await other.waitForSelector('[data-test=both-borders]')
await picture(other, 'plan-both')
await other.context().close()

await page.click('[data-test=open-propose]')
await page.check('input[name=mode][value=redraw]') // a repair would take back what was painted
await page.click('[data-test=compute]')
await page.locator('[data-test=look]').last().click()
await page.waitForSelector('[data-test=reasons]')
await picture(page, 'plan-propose')
await page.locator('[data-test=take]').last().click()
await page.waitForSelector('[data-test=propose]', { state: 'detached' })
await page.click('[data-test=open-compare]')
await page.waitForSelector('[data-test=compare] table')
await picture(page, 'plan-compare')

await page.click('[data-test=open-publish]')
await page.waitForSelector('[data-test=publish-now]')
const accept = page.locator('[data-test=accept]')
if ((await accept.count()) > 0) await accept.check()
await page.click('[data-test=publish-now]')
await page.waitForSelector('[data-test=published]')
await picture(page, 'plan-published')
await browser.close()
