import type { PrivatePhone } from '../api/phones'
import type { PostState, Rung } from '../api/shapes'

/** How many posts of these nobody holds. */
export function vacantPosts(posts: readonly PostState[]): number {
  return posts.filter((post) => post.holders.length === 0).length
}

/** Whether somebody holds one of these posts whose phone is not told to everybody. */
export function hidesPhones(posts: readonly PostState[]): boolean {
  return posts.some((post) => post.holders.some(({ phone }) => phone === ''))
}

/** The posts with the private phones of their holders, where they have no public one. */
export function withPhones(posts: readonly PostState[], phones: readonly PrivatePhone[]): PostState[] {
  const phoneOf = (post: string, name: string) =>
    phones.find((one) => one.post.key === post && one.name === name)?.phone ?? ''
  return posts.map((post) => ({
    ...post,
    holders: post.holders.map((holder) => ({
      ...holder,
      phone: holder.phone || phoneOf(post.key, holder.name),
    })),
  }))
}

/** The address that dials a phone as it is written, without what only separates its digits. */
export function dialling(phone: string): string {
  return `tel:${phone.replace(/[^\d+]/g, '')}`
}

/** What stands in the round mark beside a name: a Chinese surname, or initials. */
export function initial(name: string): string {
  const words = name.trim().split(/\s+/)
  const latin = /^[\p{Script=Latin}]/u.test(name.trim())
  if (!latin) return name.trim().slice(0, 1)
  return words.slice(0, 2).map((word) => word.slice(0, 1).toUpperCase()).join('') // prettier-ignore
}

/** The chain from the area itself up, so that the nearest who answers comes first. */
export function fromBelow(chain: readonly Rung[]): Rung[] {
  return [...chain].reverse()
}
