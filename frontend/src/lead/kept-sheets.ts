import type { CustomLayerInterface, Map as MapLibre } from 'maplibre-gl'

/** Layers that lie on one another in the style, under a name; before: the layer above them. */
export type Sheet = { id: string; layers: readonly string[]; before: string }

/**
 * Keeps what a change of a filter leaves as it is, roads and borders, as pictures the size of the map, and lays
 * these over it: a frame then costs half. A picture is taken anew when the map has been moved, when it has
 * another size, and when a tile came of the sources that the layers are of. isEmpty: whether nothing is in a source, whose layers
 * then need not be painted.
 */
export function keepSheets(
  map: MapLibre,
  sources: readonly string[],
  sheets: readonly Sheet[],
  isEmpty: (source: string) => boolean,
) {
  const { painter } = map
  const { context } = painter
  const pictures = new Map(sheets.map(({ id }) => [id, newPicture(context.gl)]))
  /** Whether a layer is painted now; null: all are, and no picture is laid. */
  let painted: ((id: string) => boolean) | null = null
  let taken = false
  const forget = () => void (taken = false)
  map.on('move', forget)
  map.on('resize', forget)
  map.on('sourcedata', ({ sourceId }) => sources.includes(sourceId) && forget())

  const paint = painter.render.bind(painter)
  type Frame = Parameters<typeof paint>
  function paintOnly(which: (id: string) => boolean, frame: Frame): void {
    painted = which
    paint(...frame)
    painted = null
  }
  const steady = () =>
    sheets.every(({ id }) => map.getLayer(id)) &&
    !map.isMoving() &&
    sources.every((name) => map.isSourceLoaded(name))
  painter.render = (...frame) => {
    if (!steady()) return paint(...frame)
    if (!taken)
      for (const { id, layers } of sheets) {
        paintOnly((layer) => layers.includes(layer), frame)
        pictures.get(id)?.take(painter.width, painter.height)
        context.setDirty()
      }
    taken = true
    paintOnly((layer) => !sheets.some(({ layers }) => layers.includes(layer)), frame)
  }

  /** Lets a layer be left out, which every layer of the style must be. */
  function cover(id: string): void {
    const layer = map.getLayer(id)
    if (!layer) return
    const isHidden = layer.isHidden.bind(layer)
    layer.isHidden = (...at) =>
      (painted !== null && (!painted(id) || isEmpty(layer.source))) || isHidden(...at)
  }
  return {
    cover,
    /** Puts the pictures into a style that has just been set. */
    add(): void {
      taken = false
      for (const { id } of map.getStyle().layers) cover(id)
      for (const { id, before } of sheets) {
        const picture: CustomLayerInterface = {
          id,
          type: 'custom',
          render: () => painted?.(id) && pictures.get(id)?.lay(),
        }
        if (!map.getLayer(id)) map.addLayer(picture, before)
      }
    },
  }
}

const corners = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3 : -1, gl_VertexID == 2 ? 3 : -1, 0, 1);
}`
const pixels = `#version 300 es
precision highp float;
uniform sampler2D picture;
out vec4 colour;
void main() {
  colour = texelFetch(picture, ivec2(gl_FragCoord.xy), 0);
}`

/** A picture of a whole canvas. */
function newPicture(gl: WebGL2RenderingContext) {
  const texture = gl.createTexture()
  const program = gl.createProgram()
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, corners],
    [gl.FRAGMENT_SHADER, pixels],
  ] as const) {
    const shader = gl.createShader(kind)
    if (!shader) continue // the context is lost
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  return {
    /** Takes what the canvas shows. */
    take(width: number, height: number): void {
      gl.bindTexture(gl.TEXTURE_2D, texture)
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST)
      gl.copyTexImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 0, 0, width, height, 0)
    },
    /** Lays it over the canvas. */
    lay(): void {
      gl.useProgram(program)
      gl.activeTexture(gl.TEXTURE0)
      gl.bindTexture(gl.TEXTURE_2D, texture)
      gl.drawArrays(gl.TRIANGLES, 0, 3)
    },
  }
}
