import type { BoundKeyPair } from '../../core/key-pairs/key-pair.ts'
import { wireTags, wireTime } from '../kit/tencent/wire-fields.ts'

/** A key pair as CreateKeyPair and DescribeKeyPairs answer it. Source: spec/tencent.md §2.2. */
export function presentKeyPair(keyPair: BoundKeyPair) {
  return {
    KeyId: keyPair.id,
    KeyName: keyPair.name,
    ProjectId: Number(keyPair.project || 0),
    Description: keyPair.description,
    PublicKey: `${keyPair.publicKey} ${commentOf(keyPair)}`,
    AssociatedInstanceIds: keyPair.instanceIds,
    CreatedTime: wireTime(keyPair.createdAtMs),
    Tags: wireTags(keyPair.tags),
  }
}

/** Never empty: Terraform's data source drops the last word of a public key. Source: spec/tencent.md §2.2. */
function commentOf({ importedText, id }: BoundKeyPair): string {
  const [, , ...comment] = importedText.trim().split(/\s+/)
  return comment.join(' ') || id
}
