// Takes the pictures of the README from a running service with the demo district:
//
//   node scripts/pictures.mjs http://127.0.0.1:8080 ../docs/images
import { browser, picture, visit } from './stage.mjs'

const phone = { width: 390, height: 844 }
const pictures = [
  { file: 'community', path: '/c/350420002004', locale: 'en' },
  { file: 'community-zh', path: '/c/350420002004' },
  { file: 'phone', path: '/c/350420002004', size: phone },
]
for (const { file, path, ...how } of pictures) {
  const page = await visit(path, how)
  await picture(page, file)
  await page.context().close()
}
await browser.close()
