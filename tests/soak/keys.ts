import { generateKeyPair } from '../../src/core/key-pairs/generate.ts'

/** A key pair of a type that every cloud imports. */
export interface Key {
  /** As authorized_keys has it. */
  readonly line: string
  /** PEM. */
  readonly privateKey: string
}

/** So many different ones: making them takes most of the time of a short run. */
export async function makeKeys(count: number): Promise<readonly Key[]> {
  const keys: Key[] = []
  while (keys.length < count) {
    const { publicKey, privateKey } = await generateKeyPair('rsa-2048')
    keys.push({ line: `${publicKey.type} ${publicKey.base64}`, privateKey: privateKey.reveal() })
  }
  return keys
}
