import type { Feature, FeatureCollection, Geometry, Position } from 'geojson'
import type { Operation } from '../api/plan'
import type { PlanGrid } from '../api/plan-topology'
import { LonLat } from '../api/shapes'
import * as v from 'valibot'
import { exchangedLand, goneBorders, type Division } from './compared'
import type { Draft, Target } from './draft'
import type { Given } from './given'
import { bent, type Grip } from './pick'
import { borders, gridLand, landOf, newBorders, unassigned, type Arc, type Topology } from './topology'
import { innerPoint, type MultiPolygon } from './trace'

const plain = (points: readonly LonLat[]): Position[] => points.map(([lon, lat]) => [lon, lat])

export const collection = (features: Feature[]): FeatureCollection => ({
  type: 'FeatureCollection',
  features,
})

const feature = (geometry: Geometry, properties: Feature['properties'], id?: number): Feature => ({
  type: 'Feature',
  geometry,
  properties,
  ...(id === undefined ? {} : { id }),
})

const multiPolygon = (land: MultiPolygon): Geometry => ({
  type: 'MultiPolygon',
  coordinates: land.map((polygon) => polygon.map(plain)),
})

const line = (points: readonly LonLat[]): Geometry => ({ type: 'LineString', coordinates: plain(points) })
const point = ([lon, lat]: LonLat): Geometry => ({ type: 'Point', coordinates: [lon, lat] })

/** Grids as the map fills and names them: with some named, these only. */
export function gridFeatures(
  topology: Topology,
  grids: ReadonlyMap<number, PlanGrid>,
  nameOf: (grid: number) => string,
  wanted?: ReadonlySet<number>,
): { fills: Feature[]; labels: Feature[] } {
  const fills: Feature[] = []
  const labels: Feature[] = []
  for (const [id, land] of gridLand(topology, wanted)) {
    const grid = grids.get(id)
    const properties = {
      grid: id,
      colour: grid?.colour ?? 0,
      open: id === unassigned,
      locked: grid?.locked ?? false,
      name: nameOf(id),
      state: grid?.state ?? 'none',
      households: grid?.tally.households ?? 0,
    }
    fills.push(feature(multiPolygon(land), properties, id))
    const at = id === unassigned ? null : innerPoint(land)
    if (at) labels.push(feature(point(at), properties, id))
  }
  return { fills, labels }
}

/** The borders between grids; outer: those around the whole land. */
export function borderFeatures(topology: Topology): Feature[] {
  return borders(topology).map((arc) => feature(line(arc.points), { outer: outer(arc) }))
}

const outer = ({ left, right }: Arc) => left === null || right === null

/** Where another division has a border between grids, and the plan has none. */
export function goneFeatures(topology: Topology, division: Division | null): Feature[] {
  if (!division) return []
  if (division.kind === 'other')
    return goneBorders(topology, division).map((points) => feature(line(points), {}))
  const now = new Set(borders(topology).map(({ id }) => id))
  return borders(topology, ({ base }) => base)
    .filter((arc) => !outer(arc) && !now.has(arc.id))
    .map((arc) => feature(line(arc.points), {}))
}

/** The land that is in another grid than in another division, to be shaded. */
export function movedFeatures(topology: Topology, division: Division | null): Feature[] {
  if (!division) return []
  if (division.kind === 'other') {
    const land = exchangedLand(topology, division)
    return land.length > 0 ? [feature(multiPolygon(land), {})] : []
  }
  const cells = [...topology.cells.values()].filter(({ grid, base }) => grid !== base).map(({ id }) => id)
  return cells.length > 0 ? [feature(multiPolygon(landOf(topology, new Set(cells))), {})] : []
}

/** The lines between cells, which a border can follow. */
export function cellFeatures(topology: Topology): Feature[] {
  return [...topology.arcs.values()].map((arc) => feature(line(arc.points), { class: arc.class }, arc.id))
}

export function buildingFeatures(topology: Topology): Feature[] {
  return [...topology.buildings.values()]
    .filter(({ households }) => households > 0)
    .map(({ at, households }) => feature(point(at), { households }))
}

/** What a draft shows before it is kept: land that would be given, as far as that is known, and lines that would be drawn. */
export function draftFeatures(
  draft: Draft | null,
  topology: Topology,
  grids: ReadonlyMap<number, PlanGrid>,
  target: Target | null,
  given: readonly Given[],
): Feature[] {
  if (!draft) return []
  const land = given.map((one) => feature(multiPolygon(one.land), { what: 'land', colour: one.colour }))
  return [...land, ...drawnFeatures(draft, topology, grids, target, given.length > 0)]
}

/** What the page knows by itself of a draft; given: the land that it gives is drawn already. */
function drawnFeatures(
  draft: Draft,
  topology: Topology,
  grids: ReadonlyMap<number, PlanGrid>,
  target: Target | null,
  given: boolean,
): Feature[] {
  const colour = typeof target === 'number' ? (grids.get(target)?.colour ?? 0) : 7
  switch (draft.kind) {
    case 'cells':
      return [feature(multiPolygon(landOf(topology, draft.cells)), { what: 'land', colour })]
    case 'line':
    case 'redraw':
      return [
        ...(draft.points.length > 1 ? [feature(line(draft.points), { what: 'line' })] : []),
        ...draft.points.map((at) => feature(point(at), { what: 'point' })),
      ]
    case 'merge': {
      const cells = [...topology.cells.values()].filter(({ grid }) => draft.grids.includes(grid))
      const into = grids.get(draft.grids[0] ?? 0)?.colour ?? 0
      const land = landOf(topology, new Set(cells.map(({ id }) => id)))
      return [feature(multiPolygon(land), { what: 'land', colour: into })]
    }
    case 'grip':
      return [
        ...(draft.far ? draft.pull.flatMap(drawnBy) : bent(topology, draft.grip, draft.to)).map((points) =>
          feature(line(points), { what: 'line' }),
        ),
        feature(point(draft.to), { what: 'point' }),
      ]
    case 'ready':
      return given ? [] : draft.operations.flatMap((one) => readyFeatures(one, topology, grids))
    case 'pick':
      return []
  }
}

/** The line that an operation draws. */
const drawnBy = ({ line: points }: Operation): LonLat[][] => {
  const read = v.safeParse(v.array(LonLat), points)
  return read.success ? [read.output] : []
}

/** The land that an operation gives to a grid, in the colour of that grid. */
function readyFeatures(
  { cells, grid, grids: merged }: Operation,
  topology: Topology,
  grids: ReadonlyMap<number, PlanGrid>,
): Feature[] {
  const all = [...topology.cells.values()]
  const chosen = new Set<unknown>(Array.isArray(cells) ? cells : [])
  const given = Array.isArray(cells)
    ? all.filter(({ id }) => chosen.has(id))
    : Array.isArray(merged)
      ? all.filter((cell) => merged.includes(cell.grid))
      : []
  if (given.length === 0) return []
  const colour = typeof grid === 'number' ? (grids.get(grid)?.colour ?? 7) : 7
  const land = landOf(topology, new Set(given.map(({ id }) => id)))
  return [feature(multiPolygon(land), { what: 'land', colour })]
}

export function gripFeatures(grips: readonly Grip[]): Feature[] {
  return grips.map((grip) => feature(point(grip.at), { corner: grip.corner }))
}

/** Borders that somebody else has drawn, beside what one draws oneself. */
export function theirFeatures(before: Topology, after: Topology): Feature[] {
  return newBorders(before, after).map((arc) => feature(line(arc.points), {}))
}

export const markFeature = (at: LonLat): Feature => feature(point(at), {})
