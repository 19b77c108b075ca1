// Takes the pictures of the documentation from a running service with the demo district:
//
//   node scripts/pictures.mjs http://127.0.0.1:8080 ../docs/images
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const [address = 'http://127.0.0.1:8080', directory = '../docs/images'] = process.argv.slice(2)
const desktop = { width: 1280, height: 800 }
const phone = { width: 390, height: 844 }
const pictures = [
  { file: 'community.jpg', path: '/c/350420002004', size: desktop, locale: 'en' },
  { file: 'community-zh.jpg', path: '/c/350420002004', size: desktop, locale: 'zh-CN' },
  { file: 'phone.jpg', path: '/c/350420002004', size: phone, locale: 'zh-CN' },
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
await mkdir(directory, { recursive: true })
for (const { file, path, size, locale } of pictures) {
  const page = await browser.newPage({ viewport: size, locale, reducedMotion: 'reduce' })
  await page.goto(address + path)
  await page.waitForSelector('[data-test=map][data-state=ready][data-idle=true]', { timeout: 120_000 })
  await page.screenshot({ path: join(directory, file), type: 'jpeg', quality: 85 })
  await page.close()
}
await browser.close()
