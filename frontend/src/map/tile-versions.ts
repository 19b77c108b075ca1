import type { Touch } from '../api/changes'
import type { Bounds } from '../api/shapes'

export type TileId = { z: number; x: number; y: number }

/** How many touches are told apart; what came before counts as everywhere. */
export const mostTouches = 200

/** A tile of some layers, as an address names it. */
const address = /\/tiles\/([a-z,]+)\/v(\d+)\/(\d+)\/(\d+)\/(\d+)\.mvt/

export type TileVersions = {
  /** Notes that tiles look another way. */
  touch: (touches: readonly Touch[]) => void
  /** The address to fetch instead: of the version that touched the tile last. */
  request: (url: string) => string
  /** Tiles of the layers that were fetched before something touched them. */
  stale: (layers: readonly string[]) => TileId[]
}

/**
 * Keeps which version of each tile to fetch. Addresses hold a version and are kept by the browser
 * for ever, so a tile that nothing touched is never fetched again, and one that was gets a new address.
 */
export function tileVersions(): TileVersions {
  let touches: Touch[] = []
  let before = 0 // what came until this version is not told apart
  const fetched = new Map<string, TileId & { layers: string; version: number }>()

  function wanted(layers: readonly string[], tile: TileId): number {
    for (let i = touches.length - 1; i >= 0; i--) {
      const touch = touches[i]
      if (touch && isTouched(touch, layers, tile)) return touch.version
    }
    return before
  }

  return {
    touch(more) {
      touches = [...touches, ...more].sort((a, b) => a.version - b.version)
      const dropped = touches.length - mostTouches
      if (dropped <= 0) return
      before = Math.max(before, touches[dropped - 1]?.version ?? 0)
      touches = touches.slice(dropped)
    },
    request(url) {
      const match = address.exec(url)
      if (!match) return url
      const [all, layers = '', base, z, x, y] = match
      const tile = { z: Number(z), x: Number(x), y: Number(y) }
      const version = Math.max(Number(base), wanted(layers.split(','), tile))
      fetched.set(`${layers}/${z}/${x}/${y}`, { ...tile, layers, version })
      return url.replace(all, `/tiles/${layers}/v${version}/${z}/${x}/${y}.mvt`)
    },
    stale(layers) {
      const name = layers.join(',')
      return [...fetched.values()]
        .filter((tile) => tile.layers === name && wanted(layers, tile) > tile.version)
        .map(({ z, x, y }) => ({ z, x, y }))
    },
  }
}

function isTouched(touch: Touch, layers: readonly string[], tile: TileId): boolean {
  return touch.layers.some((layer) => layers.includes(layer)) && (!touch.bbox || meets(touch.bbox, tile))
}

/** What lies this share of its side beside a tile may be drawn in it. */
const margin = 1 / 32

function meets([west, south, east, north]: Bounds, { z, x, y }: TileId): boolean {
  const across = 2 ** z
  const longitude = (column: number) => (column / across) * 360 - 180
  const latitude = (row: number) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / across))) * 180) / Math.PI
  return (
    west <= longitude(x + 1 + margin) &&
    longitude(x - margin) <= east &&
    south <= latitude(y - margin) &&
    latitude(y + 1 + margin) <= north
  )
}
