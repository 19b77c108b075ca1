import { ref, watch, type Ref } from 'vue'
import type { Feature } from 'geojson'
import type { StyleSpecification } from 'maplibre-gl'
import type { Bounds, LonLat } from '../api/shapes'
import { useOpened } from '../map/use-opened'
import { frame, point } from './paint'
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

const features = ['labels', 'squares', 'spots', 'unseen', 'reach', 'issues'] as const

/** Whether two scenes show the same, as far as is seen without comparing every feature. */
export function sameScene(a: Scene, b: Scene): boolean {
  return (
    a.fills === b.fills &&
    a.heat === b.heat &&
    a.frame === b.frame &&
    features.every((name) => a[name] === b[name] || (a[name].length === 0 && b[name].length === 0))
  )
}

/** The map of the leader: draws a scene whenever it changes, and hands on what is clicked. */
export function useLeadMap({ container, style, scene, bounds, label, on }: Setting) {
  const { map, state, idle, begin } = useOpened<LeadMap>(container, label)
  const scale = ref(0)
  let loaded = false

  /** Draws what is another than before: an answer that changes nothing of the map is no new picture. */
  function draw(): void {
    if (!loaded || !map.value) return
    const now = scene()
    if (drawn && sameScene(now, drawn)) return
    idle.value = false
    const leadMap = map.value
    leadMap.together(() => {
      leadMap.fill(now.fills)
      for (const name of features) if (now[name] !== drawn?.[name]) leadMap.set(name, now[name])
      if (now.frame !== drawn?.frame) leadMap.set('frame', now.frame ? [frame(now.frame)] : [])
      leadMap.heat(now.heat)
    })
    drawn = now
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
    if (!first) return
    await begin(async () => {
      const { openLeadMap } = await import('./open-lead-map')
      return (element) => openLeadMap(element, style(), first, handlers)
    })
  }

  // Another area is another map: nobody waits for a flight there.
  watch(bounds, (to) => (map.value ? to && map.value.jump(to) : void open()))
  watch(scene, draw)
  watch(label, () => {
    map.value?.restyle(style())
    loaded = false
    drawn = null
    map.value?.map.once('styledata', handlers.onLoad)
  })

  /** Goes to a place, and rings it. */
  function show(at: LonLat): void {
    const off = 0.0016
    map.value?.go([at[0] - off, at[1] - off, at[0] + off, at[1] + off], 17)
    map.value?.set('mark', [point(at, {})])
  }
  const unmark = () => map.value?.set('mark', [])
  return { map, state, idle, scale, open, show, unmark }
}
