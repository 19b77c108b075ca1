// Takes the pictures of docs/leaders.md on a running service with the demo district. Who looks is named in
// GEWU_LEADER as name:password.
//
//   node scripts/lead-pictures.mjs http://127.0.0.1:8080 ../docs/images
import { browser, idle, save, visit } from './stage.mjs'

const [name, password] = (process.env.GEWU_LEADER ?? '').split(':')
const pictures = [
  ['lead-load', '/lead?days=360'],
  ['lead-rate', '/lead?tab=rate'],
  ['lead-hot', '/lead?tab=hot&days=360'],
  ['lead-spot', '/lead?tab=hot&days=360&spot=1'],
  ['lead-unseen', '/lead?tab=unseen'],
  ['lead-report', '/lead/report?days=360'],
]

for (const [file, path] of pictures) {
  const page = await visit(path, { as: { name, password } })
  if (path.startsWith('/lead/report')) await page.waitForSelector('[data-test=lead-report][data-ready=true]')
  else {
    await page.waitForSelector('[data-test=sentence]')
    await page.waitForSelector('[data-test=lead][data-busy=false]')
    await idle(page)
  }
  await save(page, file, 50)
  await page.context().close()
}
await browser.close()
