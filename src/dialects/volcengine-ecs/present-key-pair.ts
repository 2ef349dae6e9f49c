import type { KeyPair } from '../../core/key-pairs/key-pair.ts'
import type { Tag } from '../../core/tags/tag.ts'
import { formatTime } from './answer.ts'

/** A pair as DescribeKeyPairs shows it: all texts, neither key nor instances. Source: spec/volcengine.md §2.3. */
export function presentKeyPair(keyPair: KeyPair) {
  return {
    KeyPairId: keyPair.id,
    KeyPairName: keyPair.name,
    FingerPrint: keyPair.fingerprint,
    Description: keyPair.description,
    CreatedAt: formatTime(keyPair.createdAtMs),
    UpdatedAt: formatTime(keyPair.updatedAtMs),
    ProjectName: keyPair.project === '' ? 'default' : keyPair.project,
    Tags: presentTags(keyPair.tags),
  }
}

export function presentTags(tags: readonly Tag[]) {
  return tags.map(({ key, value }) => ({ Key: key, Value: value }))
}
