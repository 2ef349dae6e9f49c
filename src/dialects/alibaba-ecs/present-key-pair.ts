import type { KeyPair } from '../../core/key-pairs/key-pair.ts'
import type { Tag } from '../../core/tags/tag.ts'
import { formatMinute } from './answer.ts'

/** A key pair as DescribeKeyPairs shows it. Source: spec/alibaba.md §2.4. */
export function presentKeyPair(keyPair: KeyPair, { withPublicKey }: { withPublicKey: boolean }) {
  return {
    KeyPairName: keyPair.name,
    KeyPairFingerPrint: keyPair.fingerprint,
    CreationTime: formatMinute(keyPair.createdAtMs),
    ResourceGroupId: keyPair.project,
    PublicKey: withPublicKey ? keyPair.importedText.trim() : '',
    Tags: presentTags(keyPair.tags),
  }
}

export function presentTags(tags: readonly Tag[]) {
  return { Tag: tags.map(({ key, value }) => ({ TagKey: key, TagValue: value })) }
}
