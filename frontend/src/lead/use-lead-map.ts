import { onBeforeUnmount, ref, shallowRef, watch, type Ref } from 'vue'
import type { Feature } from 'geojson'
import type { StyleSpecification } from 'maplibre-gl'
import type { Bounds, LonLat } from '../api/shapes'
import { frame } from './paint'
import type { AreaLayer, LeadHandlers, LeadMap } from './open-lead-map'

/** All that the leader's map shows, of one tab. */
export type Scene = {
  fills: ReadonlyMap<number, string>
  labels: Feature[]
  squares: Feature[]
  spots: Feature[]
  unseen: Feature[]
  reach: Feature[]
  issues: Feature[]
  heat: string | null
  frame: Bounds | null
}

type Setting = {
  container: Ref<HTMLElement | null>
  style: () => StyleSpecification
  scene: () => Scene
  bounds: () => Bounds | null
  label: () => string
  on: {
    place: (layer: AreaLayer, id: number) => void
    spot: (number: number) => void
    unseen: (key: string) => void
  }
}

/** The map of the leader: draws a scene whenever it changes, and hands on what is clicked. */
export function useLeadMap({ container, style, scene, bounds, label, on }: Setting) {
  const map = shallowRef<LeadMap | null>(null)
  const state = ref<'loading' | 'ready' | 'failed' | 'no-webgl'>('loading')
  const idle = ref(false)
  const scale = ref(0)
  let loaded = false

  function draw(): void {
    if (!loaded || !map.value) return
    const now = scene()
    idle.value = false
    map.value.fill('grids', now.fills)
    for (const name of ['labels', 'squares', 'spots', 'unseen', 'reach', 'issues'] as const)
      if (now[name] !== drawn?.[name]) map.value.set(name, now[name])
    if (now.frame !== drawn?.frame) map.value.set('frame', now.frame ? [frame(now.frame)] : [])
    map.value.heat(now.heat)
    drawn = now
    map.value.map.triggerRepaint()
    performance.mark('lead-drawn')
  }
  let drawn: Scene | null = null

  const handlers: LeadHandlers = {
    onPlace: on.place,
    onSpot: on.spot,
    onUnseen: on.unseen,
    onIdle: (value) => (idle.value = value),
    onScale: (value) => (scale.value = value),
    onLoad() {
      loaded = true
      draw()
    },
  }

  async function open(): Promise<void> {
    const first = bounds()
    if (!container.value || map.value || !first) return
    try {
      const { openLeadMap } = await import('./open-lead-map')
      if (!container.value || map.value) return
      map.value = openLeadMap(container.value, style(), first, handlers)
      // A handle for the console and for browser tests; the page itself never reads it.
      Object.assign(container.value, { gewuMap: map.value.map })
      map.value.describe(label())
      state.value = 'ready'
    } catch (error) {
      state.value = error instanceof Error && /webgl/i.test(error.message) ? 'no-webgl' : 'failed'
    }
  }

  watch(scene, draw)
  watch(bounds, (to) => (map.value ? to && map.value.go(to) : void open()))
  watch(label, () => {
    map.value?.describe(label())
    map.value?.restyle(style())
    loaded = false
    drawn = null
    map.value?.map.once('styledata', handlers.onLoad)
  })
  onBeforeUnmount(() => map.value?.close())

  /** Goes to a place, and rings it. */
  function show(at: LonLat): void {
    const off = 0.0016
    map.value?.go([at[0] - off, at[1] - off, at[0] + off, at[1] + off], 17)
    map.value?.set('mark', [
      { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [...at] } },
    ])
  }
  const unmark = () => map.value?.set('mark', [])
  return { map, state, idle, scale, open, show, unmark }
}
