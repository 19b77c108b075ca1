import * as v from 'valibot'
import { actFor, ask } from './client'
import { Visibility } from './session'
import { Text } from './shapes'

export const BaseMap = v.object({ url: v.string(), attribution: v.string() })

/** A post of a level, and whether visitors see who holds it. */
export const PostNotice = v.object({
  id: v.number(),
  level: v.object({ key: v.string(), name: Text, profile: v.string() }),
  key: v.string(),
  name: Text,
  notice: v.boolean(),
})
export type PostNotice = v.InferOutput<typeof PostNotice>

export const Settings = v.object({
  name: Text,
  time_zone: v.string(),
  attribution: v.string(),
  base_map: v.nullable(BaseMap),
  visibility: Visibility,
  posts: v.array(PostNotice),
})
export type Settings = v.InferOutput<typeof Settings>

/** What is to be another way; posts by id alone. */
export type SettingsChange = Partial<Omit<Settings, 'posts'>> & { posts?: { id: number; notice: boolean }[] }

export function fetchSettings(signal?: AbortSignal): Promise<Settings> {
  return ask('/v1/settings', Settings, signal)
}

export function changeSettings(change: SettingsChange): Promise<Settings> {
  return actFor({ method: 'PATCH', path: '/v1/settings', body: change }, Settings)
}
