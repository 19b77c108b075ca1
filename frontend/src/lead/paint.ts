import type { Feature } from 'geojson'
import type { Answer, Lands, Place, Spot, UnseenList } from '../api/analysis'
import type { Bounds, LonLat } from '../api/shapes'
import { colourOf, type Tokens } from '../map/tokens'
import { classOf, courseOf, courses, roundBreaks, stepOf } from './classes'

/** What stands on the map beside the fills. */
export type Painting = { fills: Map<number, string>; labels: Feature[]; squares: Feature[] }

/** A place on the map, with what is drawn there. */
export const point = (at: LonLat, properties: Record<string, unknown>): Feature => ({
  type: 'Feature',
  properties,
  geometry: { type: 'Point', coordinates: [...at] },
})

/** The breaks of an answer's ramp, from its legend where it has one. */
export function breaksOf(answer: Answer, value: (place: Place) => number | null): number[] {
  const told = answer.legend?.breaks ?? []
  return told.length > 0 ? [...told] : roundBreaks((answer.places ?? []).map((place) => value(place) ?? 0))
}

/** Fills areas by a figure on a ramp of one hue; the figure stands on each, a dash where there is none. */
export function ramp(
  answer: Answer,
  value: (place: Place) => number | null,
  words: (value: number) => string,
  tokens: Tokens,
): Painting {
  const breaks = breaksOf(answer, value)
  const fills = new Map<number, string>()
  const labels: Feature[] = []
  for (const place of answer.places ?? []) {
    const figure = value(place)
    const step = figure === null ? -1 : stepOf(figure, breaks)
    if (place.id !== null) {
      if (figure === null) fills.set(place.id, colourOf(tokens, 'none'))
      else fills.set(place.id, step < 0 ? colourOf(tokens, 'panel') : colourOf(tokens, `s${step + 1}`))
    }
    if (place.at)
      labels.push(
        point(place.at, {
          label: figure === null ? '–' : words(figure) + surely(place),
          order: -(figure ?? -1),
        }),
      )
  }
  return { fills, labels, squares: [] }
}

/** The sign of what is surely above or below the whole, so that it is told without colour. */
const surely = (place: Place) => (place.class === 'above' ? ' ▲' : place.class === 'below' ? ' ▼' : '')

/** Squares and areas in the pattern of their class. */
export function classed(lands: Lands, tokens: Tokens): Feature[] {
  return lands.features.flatMap(({ geometry, properties }): Feature[] => {
    const look = classOf(properties)
    if (!geometry || !look || look.name === 'none') return []
    return [land(geometry, { fill: colourOf(tokens, look.colour), pattern: look.pattern })]
  })
}

/** Squares and areas by the way they go: new, growing, persistent, cooling, ended. */
export function coursed(lands: Lands, tokens: Tokens): Feature[] {
  return lands.features.flatMap(({ geometry, properties }): Feature[] => {
    const course = courseOf(properties.pattern)
    if (!geometry || !course) return []
    const opacity = course.name === 'ended' ? 0.35 : 0.75
    return [land(geometry, { fill: colourOf(tokens, course.name), opacity, pattern: course.pattern })]
  })
}

type Geometry = NonNullable<Lands['features'][number]['geometry']>

function land({ type, coordinates }: Geometry, properties: Record<string, unknown>): Feature {
  const own = Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined))
  return { type: 'Feature', properties: own, geometry: { type, coordinates } }
}

/** Hot spots with their numbers, in the colour of their course. */
export function spotMarks(spots: readonly Spot[], name: (spot: Spot) => string, tokens: Tokens): Feature[] {
  return spots.map((spot) =>
    point(spot.at, {
      number: spot.number,
      sign: String(spot.number),
      name: name(spot),
      colour: colourOf(tokens, courseOf(spot.pattern)?.name ?? 'ink'),
    }),
  )
}

/** How the kinds of blind spots look on the map: a letter or a sign, and a colour that is no ramp. */
export const unseenLooks: Readonly<Record<string, { sign: string; colour: string }>> = {
  hole: { sign: '○', colour: 'bad' },
  inlet: { sign: '⊂', colour: 'bad' },
  overlap: { sign: '×', colour: 'bad' },
  unassigned_cell: { sign: '?', colour: 'bad' },
  building_without_grid: { sign: '!', colour: 'bad' },
  vacant_post: { sign: '–', colour: 'persistent' },
  unvisited_building: { sign: '·', colour: 'cooling' },
  silent_grid: { sign: 'z', colour: 'ended' },
  facility_missing: { sign: '+', colour: 'brand' },
  beyond_reach: { sign: '>', colour: 'brand' },
}

export const unseenLook = (kind: string) => unseenLooks[kind] ?? { sign: '•', colour: 'ink' }

/** Whatever of some lists has a place, with the key `kind:number` of its row. */
export function unseenMarks(lists: readonly UnseenList[], tokens: Tokens): Feature[] {
  return lists.flatMap(({ kind, items }) => {
    const { sign, colour } = unseenLook(kind)
    return (items ?? []).flatMap(({ at }, i) =>
      at ? [point(at, { key: `${kind}:${i}`, sign, colour: colourOf(tokens, colour) })] : [],
    )
  })
}

/** The outline of a box on the ground. */
export function frame([west, south, east, north]: Bounds): Feature {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return { type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: ring } }
}

/** Hot spots in the order in which they are read: by course, then by their number. */
export function inOrder(spots: readonly Spot[]): Spot[] {
  const rank = (spot: Spot) => {
    const at = courses.findIndex(({ name }) => name === spot.pattern)
    return at < 0 ? courses.length : at
  }
  return [...spots].sort((a, b) => rank(a) - rank(b) || a.number - b.number)
}
