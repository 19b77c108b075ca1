import { onMounted, useTemplateRef, watchEffect, type ShallowRef } from 'vue'
import { useDistrict } from '../district/district-store'
import { useWords } from '../shell/use-words'

/**
 * Titles the window after a screen without a map, and puts the focus on its heading (the element with
 * ref="heading", which is returned) unless it is the first screen: then the reader begins where the page
 * begins.
 */
export function usePage(title: () => string): Readonly<ShallowRef<HTMLElement | null>> {
  const district = useDistrict()
  const { t, text } = useWords()
  const heading = useTemplateRef<HTMLElement>('heading')
  watchEffect(() => {
    const name = district.district ? text(district.district.name) : ''
    document.title = name
      ? t('title.area', { name: title(), district: name })
      : t('title.district', { name: title() })
  })
  onMounted(() => {
    if (district.visited) heading.value?.focus({ preventScroll: true })
    district.visited = true
  })
  return heading
}
