// Measures how long /lead takes from a change of a filter to the new map, on a running service:
//
//   GEWU_NAME=admin GEWU_PASSWORD=… node scripts/bench-lead.mjs http://127.0.0.1:8080 [until]
//
// Every change is made twice, and told apart: the first time nobody asked before, *again* the page may have kept the answer. All
// from the change on, in milliseconds: `asked` until the page asks, `answer` until the last answer came that the map waits for,
// `drawn` until data were given to the map, `seen` until a frame with all of the new results has been drawn (the fence after it is
// passed), whatever the ground is like, and `map` until the map has handed over all that it has to paint, the ground too. What
// a busy machine does not falsify is processor time: `page` of the page's own thread, `workers` of those beside it, `gpu`
// of drawing, which is a graphics card's work where there is one, and `serve` of the service when GEWU_PID names its process.
// `empty` is a repaint of the same map with nothing new, in the same run.
import { readdirSync, readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

const [address = 'http://127.0.0.1:8080', until = ''] = process.argv.slice(2)
const { GEWU_NAME: name = 'admin', GEWU_PASSWORD: password = '', CHROMIUM, GEWU_TABS = 'load,rate,hot,unseen', GEWU_ONCE } = process.env
const browser = await chromium.launch({
  executablePath: CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'],
})
const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en' })
context.setDefaultTimeout(60_000)
const session = await context.request.post(`${address}/v1/session`, { data: { name, password } })
if (!session.ok()) throw new Error(`${name} cannot sign in: ${session.status()}`)
const page = await context.newPage()

/** In the page: notes when the map is painted and idle. A frame is complete that has all results in it, on whatever ground. */
await page.addInitScript(() => {
  const noted = { paints: [], idles: [] }
  const results = ['areas', 'heat', 'squares', 'reach', 'frame', 'labels', 'legs', 'spots', 'unseen', 'issues', 'mark']
  const watch = (map) => {
    const gl = map.getCanvas().getContext('webgl2')
    let calls = 0 // a map may look for its tiles without drawing anything: that is no frame
    for (const call of ['drawElements', 'drawArrays', 'drawElementsInstanced']) {
      const draw = gl[call].bind(gl)
      gl[call] = (...how) => {
        calls++
        draw(...how)
      }
    }
    map.on('idle', () => noted.idles.push(performance.now()))
    map.on('render', () => {
      if (calls === 0) return
      calls = 0
      const complete = results.every((name) => !map.getSource(name) || map.isSourceLoaded(name))
      const paint = { at: performance.now(), complete, done: NaN }
      noted.paints.push(paint)
      const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0)
      gl.flush()
      const look = () => {
        if (gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) return setTimeout(look, 2)
        paint.done = performance.now()
        gl.deleteSync(fence)
      }
      setTimeout(look, 2)
    })
  }
  Object.assign(window, { noted, watchMap: watch })
  performance.setResourceTimingBufferSize(100_000)
})

/** The first tab and the others: `until` is the day with which periods end. */
const open = async (tab) => {
  const query = new URLSearchParams({ tab, ...(until ? { until } : {}) })
  await page.goto(`${address}/lead?${query}`)
  await page.waitForSelector('[data-test=lead]')
  await settled()
  await page.evaluate(() => {
    const map = document.querySelector('[data-test=map-canvas]').gewuMap
    if (map.noted) return
    map.noted = true
    window.watchMap(map)
  })
}

/** Waits until everything is answered and drawn. */
async function settled() {
  await page.waitForSelector('[data-test=lead][data-busy=false]')
  await page.waitForSelector('[data-test=map][data-state=ready][data-idle=true]')
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(400)
  await page.waitForSelector('[data-test=map][data-state=ready][data-idle=true]')
  await page.waitForFunction(() => window.noted.paints.every(({ done }) => Number.isFinite(done)))
}

/** Processor time of the threads of a process, the first by itself, in ms. */
function spent(pid) {
  const of = (task) => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e6
  let own = 0, others = 0
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    try {
      if (Number(task) === pid) own += of(task)
      else others += of(task)
    } catch {} // it has ended
  }
  return { own, others }
}

const cdp = await browser.newBrowserCDPSession()
/** Processor time so far of page, workers, drawing and service. */
async function processors() {
  const { processInfo } = await cdp.send('SystemInfo.getProcessInfo')
  const busiest = (type) => processInfo.filter((p) => p.type === type).sort((a, b) => b.cpuTime - a.cpuTime)[0]
  const page = spent(busiest('renderer').id), gpu = spent(busiest('GPU').id)
  const serve = process.env.GEWU_PID ? spent(Number(process.env.GEWU_PID)) : { own: 0, others: 0 }
  return { page: page.own, workers: page.others, gpu: gpu.own + gpu.others, serve: serve.own + serve.others }
}

/** A change in the page: what is chosen in a list, or what is clicked. */
const choose = (test, value) => ({ test, value })
const click = (test) => ({ test, value: null })

async function measure(change) {
  const before = await processors()
  const began = await page.evaluate(({ test, value, query }) => {
    const at = performance.now()
    if (query) {
      const url = new URL(location.href)
      for (const [key, to] of Object.entries(query)) to ? url.searchParams.set(key, to) : url.searchParams.delete(key)
      history.pushState({ ...history.state }, '', url)
      dispatchEvent(new PopStateEvent('popstate', { state: history.state }))
      return at
    }
    const element = document.querySelector(`[data-test="${test}"]`)
    if (value === null) element.click()
    else {
      element.value = value
      element.dispatchEvent(new Event('change', { bubbles: true }))
      element.dispatchEvent(new Event('input', { bubbles: true }))
    }
    return at
  }, change)
  await page.waitForTimeout(50)
  await settled()
  const after = await processors()
  const spentOn = Object.fromEntries(Object.keys(after).map((key) => [key, after[key] - before[key]]))
  const seen = await page.evaluate((began) => {
    const drawn = performance.getEntriesByName('lead-drawn').map((mark) => mark.startTime).filter((at) => at > began)
    const last = drawn.at(-1) ?? began
    const idle = window.noted.idles.find((at) => at > last) ?? NaN
    const frame = window.noted.paints.find(({ at, complete }) => complete && at > last)
    const seen = drawn.length > 0 && frame ? frame.done : NaN
    const requests = performance.getEntriesByType('resource').filter((r) => r.startTime >= began && /\/v1\/analysis|\/tiles\//.test(r.name))
    const answers = requests.filter((r) => r.responseEnd <= last && /\/v1\/analysis/.test(r.name))
    const waited = requests.filter((r) => !(r.responseEnd > seen))
    const slow = waited.map((r) => [new URL(r.name).pathname.replace('/v1/analysis/', '').replace(/\/\d+\/\d+\/\d+.*/, ''), Math.round(r.responseEnd - r.startTime), r.encodedBodySize]).sort((a, b) => b[1] - a[1])
    return {
      asked: Math.min(...requests.map((r) => r.startTime)) - began, answer: Math.max(...answers.map((r) => r.responseEnd)) - began,
      drawn: drawn.length > 0 ? last - began : NaN, seen: seen - began, map: drawn.length > 0 ? idle - began : NaN,
      frames: window.noted.paints.filter(({ at }) => at > began && at <= idle + 1).length, requests: waited.length, slow: slow.slice(0, 4),
    }
  }, began)
  return { ...seen, ...spentOn }
}

/** A repaint of the map as it is: how long, and what drawing it costs. */
async function empty() {
  const before = await processors()
  const times = await page.evaluate(async () => {
    const map = document.querySelector('[data-test=map-canvas]').gewuMap
    const times = []
    for (let i = 0; i < 5; i++) {
      const at = performance.now()
      await new Promise((done) => {
        map.once('idle', done)
        map.triggerRepaint()
      })
      times.push(performance.now() - at)
    }
    return times.sort((a, b) => a - b)
  })
  const after = await processors()
  return { map: times[2], gpu: (after.gpu - before.gpu) / 5 }
}

const round = (n) => (Number.isFinite(n) ? String(Math.round(n)) : '–').padStart(6)
const options = (test) => page.$$eval(`[data-test=${test}] option`, (all) => all.map(({ value }) => value))
const kinds = await (await context.request.get(`${address}/v1/analysis/kinds`)).json()
const kind = kinds.kinds?.[Math.min(3, kinds.kinds.length - 1)]?.code ?? ''
const passes = GEWU_ONCE ? [''] : ['', ' again']
const rows = []

const columns = ['asked', 'answer', 'drawn', 'seen', 'map', 'page', 'workers', 'gpu', 'serve']

/** Makes a change of a sort and tells what it took. */
async function step(tab, sort, what, again, change) {
  const times = await measure(change)
  rows.push({ tab, sort, again, ...times })
  const told = columns.map((key) => `${key} ${round(times[key])}`)
  console.log(`${tab.padEnd(7)} ${(what + again).padEnd(20)} ${told.join('  ')}  frames ${times.frames}  requests ${times.requests}  ${JSON.stringify(times.slow)}`)
}

const everyPeriod = async (tab, prefix, again) => {
  for (const days of ['30', '180', '360', '90']) await step(tab, 'period', `${prefix}${days} days`, again, choose('days', days))
}

for (const tab of GEWU_TABS.split(',')) {
  await open(tab)
  const nothing = await empty()
  console.log(`${tab}: empty, map ${round(nothing.map)}  gpu ${round(nothing.gpu)}`)
  const areas = await options('area')
  const small = areas.at(-1), middle = areas[1]
  for (const again of passes) {
    if (await page.$('[data-test=days]')) await everyPeriod(tab, '', again)
    for (const [called, area] of [['second area', middle], ['last area', small], ['district', areas[0]]])
      await step(tab, 'area', called, again, choose('area', area))
    if (kind && tab !== 'unseen') {
      await step(tab, 'kind', 'one kind', again, { query: { kinds: kind } })
      await step(tab, 'kind', 'all kinds', again, { query: { kinds: '' } })
    }
    const views = { load: ['grids', 'heat'], hot: ['class', 'change'] }[tab] ?? []
    for (const view of views) await step(tab, 'view', view, again, click(`view-${view}`))
    if (tab === 'hot') {
      await step(tab, 'view', 'class', again, click('view-class'))
      await everyPeriod(tab, 'class, ', again)
      await step(tab, 'view', 'change', again, click('view-change'))
    }
  }
}
await open('load')
for (const again of passes)
  for (const tab of ['rate', 'hot', 'unseen', 'load']) await step('tab', 'tab', tab, again, click(`tab-${tab}`))

/** What changed the map: an answer that says the same as before is no new map. */
function median(of, key) {
  const all = of.map((row) => row[key]).filter(Number.isFinite).sort((a, b) => a - b)
  return all[all.length >> 1] ?? NaN
}
function tell(called, of) {
  const changed = of.filter(({ seen }) => Number.isFinite(seen))
  if (changed.length === 0) return
  const all = changed.map(({ seen }) => seen).sort((a, b) => a - b)
  const told = columns.map((key) => `${key} ${round(median(changed, key))}`)
  console.log(`${called.padEnd(22)} ${told.join('  ')}; seen: 90 % ${round(all[Math.floor(all.length * 0.9)])}, most ${round(all.at(-1))}, over 300 ms ${all.filter((ms) => ms > 300).length} of ${all.length}`)
}
console.log('medians:')
for (const again of passes) {
  const of = rows.filter((row) => row.again === again)
  for (const sort of ['period', 'area', 'kind', 'view', 'tab']) tell(sort + again, of.filter((row) => row.sort === sort))
  tell(`all${again || ', first time'}`, of)
}
const mean = (key) => round(rows.reduce((sum, row) => sum + row[key], 0) / rows.length)
console.log(`a change on average: page ${mean('page')}, workers ${mean('workers')}, gpu ${mean('gpu')}, serve ${mean('serve')}, frames ${(rows.reduce((sum, { frames }) => sum + frames, 0) / rows.length).toFixed(1)}`)
await browser.close()
