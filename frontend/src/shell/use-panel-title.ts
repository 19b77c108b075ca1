import { watch, watchEffect, type Ref } from 'vue'
import { useDistrict } from '../district/district-store'
import { useWords } from './use-words'

/**
 * Titles the window after the panel. When the reader came by a link or a key, not by the map, the
 * focus moves to the panel's heading, so that the next key reads on from there.
 */
export function usePanelTitle(name: Ref<string>, heading: Readonly<Ref<HTMLElement | null>>): void {
  const district = useDistrict()
  const { t, text } = useWords()
  watchEffect(() => {
    const whole = district.district ? text(district.district.name) : ''
    if (!name.value) return
    document.title =
      name.value === whole
        ? t('title.district', { name: whole })
        : t('title.area', { name: name.value, district: whole })
  })
  watch(heading, (element, before) => {
    if (!element || before) return
    const at = document.activeElement
    if (district.visited && (at === null || at === document.body)) element.focus({ preventScroll: true })
    district.visited = true
  })
}
