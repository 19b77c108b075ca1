// Takes the pictures of docs/leaders.md on a running service with the demo district, where it adds a leader.
// GEWU_DATA names the service's data. The picture of the report is page 1 of `gewu analyze report`.
//
//   GEWU_DATA=data node scripts/lead-pictures.mjs http://127.0.0.1:8080 ../docs/images
import { addPerson, browser, idle, save, visit } from './stage.mjs'

const leader = await addPerson('陈志强', 'leader')
const pictures = [
  ['lead-load', '/lead?days=360'],
  ['lead-rate', '/lead?tab=rate'],
  ['lead-hot', '/lead?tab=hot&days=360'],
  ['lead-spot', '/lead?tab=hot&days=360&spot=1'],
  ['lead-unseen', '/lead?tab=unseen'],
]

for (const [file, path] of pictures) {
  const page = await visit(path, { as: leader })
  await page.waitForSelector('[data-test=sentence]')
  await page.waitForSelector('[data-test=lead][data-busy=false]')
  await idle(page)
  await save(page, file, 50)
  await page.context().close()
}
await browser.close()
