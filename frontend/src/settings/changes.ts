import type { Settings, SettingsChange } from '../api/settings'

/** What a form of the settings holds; the base map apart from whether there is one. */
export type SettingsForm = {
  nameZh: string
  nameEn: string
  timeZone: string
  attribution: string
  hasBaseMap: boolean
  baseMapUrl: string
  baseMapAttribution: string
  visibility: Settings['visibility']
  notices: Record<number, boolean>
}

export function formOf(settings: Settings): SettingsForm {
  return {
    nameZh: settings.name.zh,
    nameEn: settings.name.en,
    timeZone: settings.time_zone,
    attribution: settings.attribution,
    hasBaseMap: settings.base_map !== null,
    baseMapUrl: settings.base_map?.url ?? '',
    baseMapAttribution: settings.base_map?.attribution ?? '',
    visibility: settings.visibility,
    notices: Object.fromEntries(settings.posts.map(({ id, notice }) => [id, notice])),
  }
}

/** What a form asks to be another way than the settings are; without keys when nothing. */
export function changesOf(settings: Settings, form: SettingsForm): SettingsChange {
  const change: SettingsChange = {}
  const name = { zh: form.nameZh.trim(), en: form.nameEn.trim() }
  if (name.zh !== settings.name.zh || name.en !== settings.name.en) change.name = name
  if (form.timeZone !== settings.time_zone) change.time_zone = form.timeZone
  if (form.attribution.trim() !== settings.attribution) change.attribution = form.attribution.trim()
  if (form.visibility !== settings.visibility) change.visibility = form.visibility
  const baseMap = form.hasBaseMap
    ? { url: form.baseMapUrl.trim(), attribution: form.baseMapAttribution.trim() }
    : null
  if (baseMap?.url !== settings.base_map?.url || baseMap?.attribution !== settings.base_map?.attribution)
    change.base_map = baseMap
  const posts = settings.posts.flatMap(({ id, notice }) =>
    (form.notices[id] ?? notice) === notice ? [] : [{ id, notice: !notice }],
  )
  if (posts.length > 0) change.posts = posts
  return change
}

/** How many settings a change is about: each post counts. */
export function countChanges(change: SettingsChange): number {
  return Object.keys(change).length + (change.posts ? change.posts.length - 1 : 0)
}
