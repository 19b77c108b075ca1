import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import { anything, followChanges, touchesOf, type Change, type Touch } from '../api/changes'
import { useDistrict } from '../district/district-store'
import { useConnection } from '../shell/connection'

/** What came with one write or a few that followed one another closely. */
export type News = { touches: Touch[]; everything: boolean }

/** How long is waited for more before what came is passed on, milliseconds. */
const gathering = 250

/** How long the notice stays, milliseconds. */
const noticed = 6_000

/**
 * Follows the changes of the data while the page is seen: a page in the background asks nothing and
 * is told what it missed when it is seen again. Returns whether to say that the data changed.
 */
export function useChanges(onNews: (news: News) => void): { notice: Ref<boolean> } {
  const connection = useConnection()
  const district = useDistrict()
  const notice = ref(false)
  let gathered: Change[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let fade: ReturnType<typeof setTimeout> | undefined

  function pass(): void {
    const changes = gathered
    gathered = []
    timer = undefined
    const touches = changes.flatMap(touchesOf)
    onNews({ touches, everything: changes.some(({ noun }) => noun === anything) })
    connection.changed(Math.max(...changes.map(({ version }) => version)))
    if (touches.length === 0) return
    notice.value = true
    clearTimeout(fade)
    fade = setTimeout(() => (notice.value = false), noticed)
  }

  const follower = followChanges({
    open: (path) => new EventSource(path),
    known: connection.version,
    day: () => district.district?.day ?? '',
    onChange(change) {
      gathered.push(change)
      timer ??= setTimeout(pass, gathering)
    },
    onStanding: (stands) => (connection.told = stands),
    chance: Math.random,
  })

  const look = () => (document.visibilityState === 'visible' ? follower.resume() : follower.pause())
  onMounted(() => {
    look()
    document.addEventListener('visibilitychange', look)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', look)
    follower.pause()
    clearTimeout(timer)
    clearTimeout(fade)
  })
  return { notice }
}
