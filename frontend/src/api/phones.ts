import * as v from 'valibot'
import { ask } from './client'
import { Text, type AreaId } from './shapes'

/** The phone of a holder that is not for everybody. */
export const PrivatePhone = v.object({
  post: v.object({ key: v.string(), name: Text }),
  name: v.string(),
  phone: v.string(),
})
export type PrivatePhone = v.InferOutput<typeof PrivatePhone>

const PrivatePhones = v.object({ holders: v.array(PrivatePhone) })

/** The phones of who holds a post of an area. Each time they are asked for, the audit trail says so. */
export async function fetchPhones(area: AreaId, signal?: AbortSignal): Promise<PrivatePhone[]> {
  return (await ask(`/v1/areas/${area}/phones`, PrivatePhones, signal)).holders
}
