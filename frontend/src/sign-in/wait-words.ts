/** How long to wait, in the unit one would say it in, rounded up: seconds below a minute and a half, then minutes. */
export function waitOf(seconds: number): { unit: 'seconds' | 'minutes'; n: number } {
  return seconds < 90
    ? { unit: 'seconds', n: Math.max(1, Math.ceil(seconds)) }
    : { unit: 'minutes', n: Math.ceil(seconds / 60) }
}
