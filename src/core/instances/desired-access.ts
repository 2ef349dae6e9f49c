import { expiriesOf } from '../bindings/ends.ts'
import type { Stores } from '../database.ts'
import type { AccessState } from '../machines/access-state.ts'
import type { Instance } from './instance.ts'

/** The access state that an instance's machine is to have, as the database wants it now. */
export async function desiredAccess(stores: Stores, instance: Instance): Promise<AccessState> {
  const { rescuePasswordHash } = instance
  if (rescuePasswordHash !== undefined) {
    return {
      version: instance.desiredVersion,
      publicKeys: [],
      allowsPassword: true,
      passwordHash: rescuePasswordHash,
      isRescue: true,
    }
  }
  const bound = await stores.bindings.keysOf(instance)
  const expiries = await expiriesOf(stores, instance, bound)
  return {
    version: instance.desiredVersion,
    publicKeys: bound.map(({ publicKey }) => publicKey),
    ...(expiries.size === 0 ? {} : { expiries }),
    allowsPassword: instance.allowsPassword,
    ...(instance.passwordHash === undefined ? {} : { passwordHash: instance.passwordHash }),
  }
}
