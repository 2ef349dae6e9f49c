import { keypairTexts as texts } from './keypair-texts.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import { CommandError } from './kit/command-error.ts'
import { EXIT } from './kit/exit-codes.ts'
import { everyPage } from '../own-api/contract/every-page.ts'
import { meantKeyPairs } from '../own-api/contract/meant-key-pairs.ts'

export type KeyPair = Awaited<ReturnType<OwnApiClient['keyPairs']['list']>>['items'][number]

/** What the API names a key pair by. */
interface KeyPairKey {
  readonly dialect: string
  readonly account: string
  readonly id: string
}

/**
 * The key pair that a person means: by `dialect/account/id`, where the id may be a name too, by name, or by id.
 * @throws CommandError when it is nobody's name, or that of several
 */
export async function findKeypair(client: OwnApiClient, name: string): Promise<KeyPairKey> {
  const [dialect = '', account, id, ...more] = name.split('/')
  if (account !== undefined && id !== undefined && more.length === 0) {
    const found = await client.keyPairs.show({ dialect, account, id })
    return { dialect, account, id: found.id }
  }
  const { items } = await everyPage((page) => client.keyPairs.list({ ...page, text: name }))
  const [one, ...others] = meantKeyPairs(items, name)
  if (!one) throw new CommandError(texts.noKeyPair(name), EXIT.usage)
  if (others.length === 0) return { dialect: one.dialect, account: one.account, id: one.id }
  const ids = [one, ...others].map((each) => `${each.dialect}/${each.account}/${each.id}`).join(', ')
  throw new CommandError(texts.severalKeyPairs(name, ids), EXIT.usage)
}
