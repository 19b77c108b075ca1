import { useWords } from '../shell/use-words'
import { i18n } from '../i18n'
import { screensEn } from '../i18n/screens-en'
import { screensZhCN } from '../i18n/screens-zh-cn'
import type { Grant, NamedArea, Role } from '../api/session'
import { useDistrict } from '../district/district-store'
import { dayBefore } from './days'
import './screens.css'

// The map's page does not carry these words: they come with the first screen that needs them.
i18n.global.mergeLocaleMessage('zh-CN', screensZhCN)
i18n.global.mergeLocaleMessage('en', screensEn)

/** Words and figures as on the map, and those that the screens without one share. */
export function useScreenWords() {
  const words = useWords()
  const { t, day, moment, text } = words
  const district = useDistrict()
  const districtName = () => (district.district ? text(district.district.name) : '')
  const zone = () => district.district?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  return {
    ...words,
    districtName,
    zone,
    role: (role: Role) => t(`role.${role}`),
    /** Where a role counts. */
    place: (area: NamedArea | null) => area?.name ?? t('areas.whole', { name: districtName() }),
    /** A moment (RFC 3339) on the district's clocks. */
    at: (time: string) => moment(new Date(time), zone()),
    /** From when to when a role counts, its last day included. */
    period: ({ from, until }: Pick<Grant, 'from' | 'until'>) =>
      until === null
        ? t('grant.since', { from: day(from) })
        : t('grant.between', { from: day(from), last: day(dayBefore(until)) }),
  }
}
