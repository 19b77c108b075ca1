import { Map as MapLibre, setWorkerUrl, type MapOptions } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import { metresPerPixel } from './heat'
import './map-base.css'

setWorkerUrl(workerUrl)

/** A map that lies flat with north up, without controls of MapLibre's. Throws where there is no WebGL. */
export function flatMap(options: MapOptions): MapLibre {
  const map = new MapLibre({
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    ...options,
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  return map
}

/** Tells the scale, in metres per pixel, whenever the map has moved. */
export function tellScale(map: MapLibre, tell: (metresPerPixel: number) => void): void {
  const scale = () => tell(metresPerPixel(map.getCenter().lat, map.getZoom()))
  map.on('move', scale)
  map.on('load', scale)
}

/** Tells when the map has something to load or to draw, and when it has done so. */
export function tellIdle(map: MapLibre, tell: (idle: boolean) => void): void {
  map.on('dataloading', () => tell(false))
  map.on('movestart', () => tell(false))
  map.on('idle', () => tell(true))
}

/** What a page does with each map. */
export const basics = (map: MapLibre) => ({
  map,
  describe: (label: string) => map.getCanvas().setAttribute('aria-label', label),
  close: () => map.remove(),
})
