/**
 * The path of this page to go back to after signing in. What does not stay on this site, or is the
 * sign-in itself, leads to the map.
 */
export function localPath(to: unknown): string {
  if (typeof to !== 'string' || !to.startsWith('/')) return '/'
  const site = 'http://gewu.invalid'
  // Browsers read backslashes as slashes, and drop tabs and line ends.
  if (/[\\\p{Cc}]/u.test(to) || !URL.canParse(to, site)) return '/'
  const { origin, pathname, search, hash } = new URL(to, site)
  if (origin !== site || pathname.startsWith('//') || pathname === '/sign-in') return '/'
  return `${pathname}${search}${hash}`
}
