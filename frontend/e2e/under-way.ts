import type { Page, Request } from 'playwright-core'

const asked = new WeakMap<Page, Set<Request>>()

/** Whether a page waits for the answer: a stream of what happens has no end. */
const isAwaited = (request: Request) =>
  /^\/(v1|tiles)\//.test(new URL(request.url()).pathname) && request.resourceType() !== 'eventsource'

/** Notes from now on what a page asks of the server, until it has the answer. */
export function noteRequests(page: Page): void {
  const waiting = new Set<Request>()
  asked.set(page, waiting)
  page.on('request', (request) => void (isAwaited(request) && waiting.add(request)))
  page.on('requestfinished', (request) => void waiting.delete(request))
  page.on('requestfailed', (request) => void waiting.delete(request))
}

/** What a page has asked of the server and has no answer to yet. */
export const underWay = (page: Page): string[] => [...(asked.get(page) ?? [])].map((request) => request.url())
