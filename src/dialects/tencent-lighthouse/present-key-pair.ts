import type { Call } from '../../core/call.ts'
import type { Core } from '../../core/core.ts'
import type { BoundKeyPair } from '../../core/key-pairs/key-pair.ts'
import { wireTags, wireTime } from '../kit/tencent/wire-fields.ts'

/** Key pairs as CreateKeyPair and DescribeKeyPairs answer them. Source: spec/tencent.md §2.2. */
export async function presentKeyPairs(core: Core, call: Call, keyPairs: readonly BoundKeyPair[]) {
  const users = await loginUsers(core, call, [...new Set(keyPairs.flatMap(({ instanceIds }) => instanceIds))])
  return keyPairs.map((keyPair) => ({
    KeyId: keyPair.id,
    KeyName: keyPair.name,
    // Byte for byte as imported: Terraform compares the whole text. Source: spec/tencent.md §2.1.
    PublicKey: keyPair.importedText,
    AssociatedInstanceIds: keyPair.instanceIds,
    AssociatedInstanceSet: keyPair.instanceIds.map((id) => ({
      InstanceId: id,
      Username: users.get(id) ?? 'root',
    })),
    CreatedTime: wireTime(keyPair.createdAtMs),
    Tags: wireTags(keyPair.tags),
  }))
}

/** Instances asked for in one query: a pair may be bound to very many. */
const IDS_AT_ONCE = 500

async function loginUsers(
  core: Core,
  call: Call,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const users = new Map<string, string>()
  for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
    const some = ids.slice(start, start + IDS_AT_ONCE)
    for (const { id, loginUser } of await core.database.instances.findByIds(call, some)) {
      users.set(id, loginUser)
    }
  }
  return users
}
