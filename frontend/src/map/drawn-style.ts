import type { GeoJSONSourceSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl'
import { rasterSource, sourceLayers, tileSource, type StyleOptions } from './style'
import { placeNames } from './style-areas'
import { groundLayers, overlayLayers } from './style-ground'

/** What the look of a map depends on, on which a page draws what it works out itself. */
export type DrawnOptions = Pick<StyleOptions, 'tokens' | 'origin' | 'language' | 'baseMap'>

type Drawn = {
  name: string
  /** What else comes from the server. */
  sources?: StyleSpecification['sources']
  /** The sources that the page fills. */
  drawn: readonly string[]
  /** Under the roads and buildings of the ground, over them, and over its names. */
  fills: LayerSpecification[]
  lines: LayerSpecification[]
  marks: LayerSpecification[]
  /** How strongly parks are drawn: less than on the public map, where they are taken for no colour of a fill. */
  greens: number
}

const empty = (): GeoJSONSourceSpecification => ({
  type: 'geojson',
  data: { type: 'FeatureCollection', features: [] },
  tolerance: 0.1,
})

/** The style of such a map: the ground from tiles, and between its layers those of the page. */
export function drawnStyle(options: DrawnOptions, page: Drawn): StyleSpecification {
  const paler = (layer: LayerSpecification): LayerSpecification =>
    layer.id === 'greens' && layer.type === 'fill'
      ? { ...layer, paint: { ...layer.paint, 'fill-opacity': page.greens } }
      : layer
  return {
    version: 8,
    name: page.name,
    sources: {
      ...rasterSource(options),
      ground: tileSource(options, sourceLayers.ground),
      ...page.sources,
      ...Object.fromEntries(page.drawn.map((name) => [name, empty()])),
    },
    layers: [
      ...groundLayers(options),
      ...page.fills,
      ...overlayLayers(options).map(paler),
      ...page.lines,
      ...placeNames(options).filter(({ id }) => id === 'road-names' || id === 'water-names'),
      ...page.marks,
    ],
  }
}
