import type { Page } from 'playwright-core'
import { inject } from 'vitest'

declare module 'vitest' {
  export interface ProvidedContext {
    /** How many times slower a page is than it could be; 1: as fast as it can. */
    slowness: number
  }
}

export const slowness = inject('slowness')

/** How late the server's answers come at most, milliseconds. */
const late = 800

/**
 * Makes a page as slow as the run is to be (GEWU_E2E_SLOW), and each answer of the server come late by
 * chance, so that a test which reads too early fails here too, and not only on a slower machine.
 */
export async function hinder(page: Page): Promise<void> {
  if (slowness === 1) return
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowness })
  await page.context().route(/\/(v1|tiles)\//, async (route) => {
    await new Promise((passed) => setTimeout(passed, Math.random() * late))
    await route.continue().catch(() => undefined) // nobody waits for it any more
  })
}
