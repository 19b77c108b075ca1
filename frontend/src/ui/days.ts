const oneDay = 86_400_000

function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * oneDay).toISOString().slice(0, 10)
}

/** The day (YYYY-MM-DD) before a day: the last one with, when the day is the first without. */
export const dayBefore = (day: string) => shifted(day, -1)
export const dayAfter = (day: string) => shifted(day, 1)
export const daysAfter = (day: string, days: number) => shifted(day, days)

/** The calendar day that a moment is in a time zone. */
export function dayIn(zone: string, moment: Date): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(moment)
}

/** When a day begins in a time zone: the moment at which its clocks first show that day. */
export function startOfDay(zone: string, day: string): Date {
  const utc = Date.parse(`${day}T00:00:00Z`)
  // Clocks are at most 14 hours ahead of UTC and 12 behind; they are set by quarters of an hour.
  let [before, from] = [utc - 15 * 3_600_000, utc + 13 * 3_600_000]
  while (from - before > 900_000) {
    const middle = Math.round((before + from) / 2 / 900_000) * 900_000
    if (dayIn(zone, new Date(middle)) < day) before = middle
    else from = middle
  }
  return new Date(from)
}
