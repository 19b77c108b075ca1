import { onScopeDispose, readonly, ref, type Ref } from 'vue'

/** Whether the window is as narrow as a phone's; the same width as in the style sheets. */
export function usePhone(): Readonly<Ref<boolean>> {
  const query = window.matchMedia('(max-width: 720px)')
  const phone = ref(query.matches)
  const listen = () => (phone.value = query.matches)
  query.addEventListener('change', listen)
  onScopeDispose(() => query.removeEventListener('change', listen))
  return readonly(phone)
}
