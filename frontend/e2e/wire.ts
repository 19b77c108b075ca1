import { connect, createServer, type Socket } from 'node:net'
import { inject } from 'vitest'

/** What stands between a browser and the server: it can be cut, and joined again. */
export type Wire = { url: string; cut: () => void; join: () => void; close: () => void }

/** Opens a wire to the server under test. */
export async function openWire(): Promise<Wire> {
  const { hostname, port } = new URL(inject('url'))
  const ends = new Set<Socket>()
  let whole = true
  const hang = (one: Socket, other: Socket) => {
    ends.add(one)
    one.pipe(other)
    one.on('error', () => one.destroy())
    one.on('close', () => {
      ends.delete(one)
      other.destroy()
    })
  }
  const listener = createServer((browser) => {
    if (!whole) return void browser.destroy()
    const server = connect(Number(port), hostname)
    hang(browser, server)
    hang(server, browser)
  })
  const cut = () => {
    whole = false
    for (const end of ends) end.destroy()
  }
  await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready))
  const address = listener.address()
  if (typeof address !== 'object' || address === null) throw new Error('the wire has no address')
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut,
    join: () => void (whole = true),
    close: () => {
      cut()
      listener.close()
    },
  }
}
