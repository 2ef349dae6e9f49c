import type { Call } from '../../../core/call.ts'
import type { Core } from '../../../core/core.ts'
import { Refusal, type WireError } from '../wire-error.ts'

/**
 * Keys and passwords are those of the login user of an instance: another user name is refused rather than taken
 * for his. Source: spec/tencent.md §2.4 UserName, §2.5 Username.
 */
export async function checkUsername(
  core: Core,
  call: Call,
  given: { readonly username: string | undefined; readonly instanceIds: readonly string[] },
  refusal: WireError,
): Promise<void> {
  if (given.username === undefined) return
  const found = await core.database.instances.findByIds(call, given.instanceIds)
  if (found.some(({ loginUser }) => loginUser !== given.username)) throw new Refusal(refusal)
}
