import { ref, watch, type Ref } from 'vue'
import type { StyleSpecification } from 'maplibre-gl'
import type { LonLat } from '../api/shapes'
import { useOpened } from '../map/use-opened'
import type { Division } from './compared'
import * as features from './features'
import { grips, spaced, type Grip } from './pick'
import { armsOf, type Arm } from './pull'
import { boundsOf } from './topology'
import type { PlanMap, Pointed } from './open-plan-map'
import { brushes, type Gestures } from './use-gestures'
import type { WorkedPlan } from './use-plan'

/** From this zoom on the corners of borders can be grasped. */
const gripZoom = 13
/** How far apart grips are at least, pixels: more of them come with zooming in. */
const apart = 22
/** How near to a corner a pointer means it, and a finger, pixels. */
const reach = { mouse: 14, touch: 26 }
/** Within which a corner that was taken up is put down again, pixels. */
const onTheSpot = 5

type Setting = {
  plan: WorkedPlan
  gestures: Gestures
  container: Ref<HTMLElement | null>
  style: () => StyleSpecification
  nameOf: (grid: number) => string
  compared: () => Division | null
  label: () => string
}

/** The map of a plan: draws what the plan and the draft are, and hands on what the pointer does. */
export function usePlanMap({ plan, gestures, container, style, nameOf, compared, label }: Setting) {
  const { map, state, idle, begin } = useOpened<PlanMap>(container, label)
  const loaded = ref(false)
  const pointer = ref<{ x: number; y: number } | null>(null)
  /** Whether keys point at the middle of the map, and whether a corner that can be moved is there. */
  const aimed = ref(false)
  const gripAimed = ref(false)
  let near: Grip[] = []
  let held: Grip | null = null
  let arms: readonly Arm[] = [] // of the corner that was grasped

  const radius = () => ((map.value?.metresPerPixel() ?? 1) * (brushes[gestures.brush.value] ?? 1)) / 2

  function drawAll(): void {
    const { topology, grids } = plan
    const { fills, labels } = features.gridFeatures(topology.value, grids.value, nameOf)
    map.value?.set('fills', fills)
    map.value?.set('labels', labels)
    map.value?.set('cells', features.cellFeatures(topology.value))
    map.value?.set('buildings', features.buildingFeatures(topology.value))
    drawBorders()
    drawDraft()
    map.value?.mark('selected', gestures.selected.value)
  }

  function drawBorders(): void {
    map.value?.set('borders', features.borderFeatures(plan.topology.value))
    drawCompared()
    drawGrips()
  }

  function drawCompared(): void {
    map.value?.set('moved', features.movedFeatures(plan.topology.value, compared()))
    map.value?.set('base', features.goneFeatures(plan.topology.value, compared()))
  }

  /** Draws again what a change touched. */
  function drawChange(): void {
    idle.value = false
    const { touched, topology, grids } = plan
    if (touched.value === null) return drawAll()
    const ids = new Set([...touched.value.grids, 0])
    const { fills, labels } = features.gridFeatures(topology.value, grids.value, nameOf, ids)
    map.value?.replace('fills', ids, fills)
    map.value?.replace('labels', ids, labels)
    if (touched.value.arcs) map.value?.set('cells', features.cellFeatures(topology.value))
    drawBorders()
  }

  function drawDraft(): void {
    const { draft, target, preview } = gestures
    const given = preview.value.phase === 'known' ? preview.value.given : []
    const topology = gestures.began.value?.topology ?? plan.topology.value
    map.value?.set(
      'draft',
      features.draftFeatures(draft.value, topology, plan.grids.value, target.value, given),
    )
  }

  /** Draws what others have drawn: while it is news, and beside what it keeps from being done. */
  function drawTheirs(): void {
    const { draft, began } = gestures
    const before =
      plan.refused.value?.kind === 'stale' && draft.value ? began.value?.topology : plan.news.value?.before
    map.value?.set('theirs', before ? features.theirFeatures(before, plan.topology.value) : [])
  }

  function drawGrips(): void {
    const shown = gestures.tool.value === 'edit' && (map.value?.map.getZoom() ?? 0) >= gripZoom
    near =
      shown && map.value
        ? spaced(grips(plan.topology.value, map.value.bounds()), map.value.project, apart)
        : []
    map.value?.set('grips', features.gripFeatures(near))
  }

  /** Notes which borders a corner that was grasped draws with it, as far as the corners shown beside it. */
  function grasp(grip: Grip): void {
    arms = armsOf(
      plan.topology.value,
      grip,
      near.map(({ at }) => at),
    )
  }

  /** The corner that is meant by a place on the canvas. */
  function gripAt({ x, y, touch }: Pointed): Grip | null {
    let [best, least]: [Grip | null, number] = [null, touch ? reach.touch : reach.mouse]
    for (const grip of near) {
      const at = map.value?.project(grip.at)
      const off = at ? Math.hypot(at.x - x, at.y - y) : Infinity
      if (off < least) [best, least] = [grip, off]
    }
    return best
  }

  const handlers = {
    onDown(pointed: Pointed): boolean {
      if (!plan.open.value) return false
      held = gestures.tool.value === 'edit' ? gripAt(pointed) : null
      if (held) grasp(held)
      return held !== null || (gestures.tool.value === 'brush' && gestures.target.value !== null)
    },
    onMove(pointed: Pointed, pressed: boolean) {
      pointer.value = { x: pointed.x, y: pointed.y }
      gestures.hover(pointed.at)
      if (pressed && held) gestures.drag(held, pointed.at, arms)
      else if (pressed) gestures.stroke(pointed.at, radius())
      cursor(pointed)
    },
    onUp({ touch }: Pointed) {
      held = null
      if (touch) pointer.value = null
    },
    onClick(pointed: Pointed) {
      unmark()
      if (gestures.tool.value === 'edit') clickGrip(pointed)
      else
        gestures.click(
          pointed.at,
          (map.value?.metresPerPixel() ?? 0) * (pointed.touch ? reach.touch : reach.mouse),
        )
    },
    onDouble: () => void gestures.keep(),
    onLeave() {
      pointer.value = null
      gestures.hovered.value = null
    },
    onAim(on: boolean) {
      aimed.value = on
      aim()
    },
    onView() {
      drawGrips()
      aim()
    },
    onIdle: (value: boolean) => (idle.value = value),
    onLoad() {
      loaded.value = true
      if (plan.topology.value.cells.size > 0) drawAll()
    },
  }

  /** Takes the middle of the map for what is pointed at, while keys point there. */
  function aim(): void {
    const pointed = aimed.value ? map.value?.middle() : undefined
    gripAimed.value = pointed !== undefined && gripAt(pointed) !== null
    if (pointed) gestures.hover(pointed.at)
  }

  /**
   * The way without dragging: a click takes a corner up, the next one says where it goes, also where
   * another corner is near; one on the spot puts it down again.
   */
  function clickGrip(pointed: Pointed): void {
    const taken = gestures.lifted.value
    const from = taken ? map.value?.project(taken.at) : undefined
    if (taken && from && Math.hypot(from.x - pointed.x, from.y - pointed.y) > onTheSpot)
      gestures.drag(taken, pointed.at, arms)
    gestures.lifted.value = taken ? null : gripAt(pointed)
    if (gestures.lifted.value) grasp(gestures.lifted.value)
  }

  function cursor(pointed: Pointed): void {
    const tool = gestures.tool.value
    const hand = tool === 'edit' ? gripAt(pointed) !== null : tool === 'select' || tool === 'merge'
    map.value?.cursor(
      tool === 'cut' || tool === 'redraw' || tool === 'brush' ? 'crosshair' : hand ? 'pointer' : '',
    )
  }

  async function open(): Promise<void> {
    const { topology } = plan
    if (topology.value.cells.size === 0) return
    await begin(async () => {
      const { openPlanMap } = await import('./open-plan-map')
      return (element) => openPlanMap(element, style(), boundsOf(topology.value.nodes.values()), handlers)
    })
  }

  watch(plan.topology, () => (loaded.value ? drawChange() : void open()))
  watch([gestures.draft, gestures.target, gestures.preview], drawDraft)
  watch([plan.refused, plan.news, plan.topology], drawTheirs)
  watch([gestures.tool, plan.revision], unmark)
  watch(gestures.tool, drawGrips)
  watch(gestures.hovered, (grid) => map.value?.mark('hovered', grid))
  watch(gestures.selected, (grid) => map.value?.mark('selected', grid))
  watch(compared, () => {
    for (const layer of ['plan-base', 'plan-moved'])
      map.value?.map.setLayoutProperty(layer, 'visibility', compared() ? 'visible' : 'none')
    drawCompared()
  })
  watch(label, () => {
    map.value?.restyle(style())
    drawAll()
  })

  function unmark(): void {
    map.value?.set('mark', [])
  }

  /** Goes to a place, and rings it. */
  function show(at: LonLat): void {
    const off = 0.0012
    map.value?.go([at[0] - off, at[1] - off, at[0] + off, at[1] + off])
    map.value?.set('mark', [features.markFeature(at)])
  }
  return { map, state, idle, pointer, aimed, gripAimed, open, show, unmark }
}
