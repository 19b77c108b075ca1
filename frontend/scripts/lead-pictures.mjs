// Takes the pictures of docs/leaders.md on a running service with the demo district. Who looks is named in
// GEWU_LEADER as name:password.
//
//   node scripts/lead-pictures.mjs http://127.0.0.1:8080 ../docs/images
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const [address = 'http://127.0.0.1:8080', directory = '../docs/images'] = process.argv.slice(2)
const [name, password] = (process.env.GEWU_LEADER ?? '').split(':')
const pictures = [
  ['lead-load', '/lead?days=360'],
  ['lead-rate', '/lead?tab=rate'],
  ['lead-hot', '/lead?tab=hot&days=360'],
  ['lead-spot', '/lead?tab=hot&days=360&spot=1'],
  ['lead-unseen', '/lead?tab=unseen'],
  ['lead-report', '/lead/report?days=360'],
]

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--use-gl=angle',
    '--use-angle=swiftshader',
    '--enable-unsafe-swiftshader',
    '--ignore-gpu-blocklist',
    '--disable-background-networking',
  ],
})
const context = await browser.newContext({
  viewport: { width: 1280, height: 800 },
  locale: 'zh-CN',
  reducedMotion: 'reduce',
})
context.setDefaultTimeout(120_000)
const session = await context.request.post(`${address}/v1/session`, { data: { name, password } })
if (!session.ok()) throw new Error(`${name} cannot sign in: ${session.status()}`)
for (const [file, path] of pictures) {
  const page = await context.newPage()
  await page.goto(address + path)
  if (path.startsWith('/lead/report')) await page.waitForSelector('[data-test=lead-report][data-ready=true]')
  else {
    await page.waitForSelector('[data-test=sentence]')
    await page.waitForSelector('[data-test=lead][data-busy=false]')
    await page.waitForSelector('[data-test=map][data-state=ready][data-idle=true]')
  }
  await page.screenshot({ path: join(directory, `${file}.jpg`), type: 'jpeg', quality: 50 })
  await page.close()
}
await browser.close()
