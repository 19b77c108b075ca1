/** How long frames are kept back at most, milliseconds: what is not there by then comes later. */
const patience = 250

/** What of a map this is about. */
export type Painted<F extends unknown[] = never[]> = {
  painter: { render: (...frame: F) => void }
  triggerRepaint: () => void
  on: (
    event: 'sourcedata' | 'movestart' | 'resize' | 'remove',
    then: (told: { sourceDataType?: unknown }) => void,
  ) => unknown
  once: (event: 'render', then: () => void) => unknown
  isMoving: () => boolean
  getSource: (name: string) => unknown
  isSourceLoaded: (name: string) => boolean
}

/**
 * Lets a map paint what belongs together in one frame. A map paints whenever a piece of it is ready, and a frame
 * costs more than everything else that a change of a filter takes: so frames are kept back until all that was
 * given is there. Whoever moves the map waits for nothing. Nor is a frame painted again for which nothing has come
 * since: a map asks for one whenever names were placed.
 */
export function framesOf<F extends unknown[]>(map: Painted<F>) {
  const ask = map.triggerRepaint.bind(map)
  const paint = map.painter.render.bind(map.painter)
  const given = new Set<string>()
  let ready: (() => boolean) | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function release(): void {
    if (!ready) return
    ready = null
    given.clear()
    clearTimeout(timer)
    map.triggerRepaint()
  }
  /** Paints nothing until something is so; whatever is kept back already waits no longer than it did. */
  function until(told: () => boolean): void {
    if (!ready) timer = setTimeout(release, patience)
    ready = told
    if (told()) release()
  }
  /** Whether something came since the last frame, whether one is being made, and whether the map only looks for its tiles in it. */
  let [came, making, looking] = [true, false, false]
  map.triggerRepaint = () => {
    came ||= !making
    if (!ready || map.isMoving()) ask()
  }
  map.painter.render = (...frame) => {
    if ((came || map.isMoving()) && !looking) paint(...frame)
    ;[came, making, looking] = [looking, true, false]
    queueMicrotask(() => (making = false))
  }
  map.on('resize', () => (came = true))
  // Metadata come before a source has looked which of its tiles are old: it seems to be ready then.
  map.on('sourcedata', ({ sourceDataType }) => sourceDataType !== 'metadata' && ready?.() && release())
  map.on('movestart', release)
  map.on('remove', () => clearTimeout(timer))

  const never = () => false
  const all = () => [...given].every((name) => !map.getSource(name) || map.isSourceLoaded(name))
  return {
    /** Counts a source to what is painted next. */
    give: (source: string) => given.add(source),
    /** Gives several things, and paints them in one frame once all are there. */
    together(give: () => void): void {
      until(never)
      give()
      until(all)
    },
    /** Lets the map look for the tiles of another place, and paint nothing before the next picture is given. */
    jumped(): void {
      looking = true
      map.once('render', () => until(never))
    },
    release,
  }
}
