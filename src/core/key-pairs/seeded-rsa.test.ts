import { createHash, sign, verify } from 'node:crypto'

import { expect, test } from 'vitest'

import { generateKeyPair } from './generate.ts'
import { seededRsa } from './seeded-rsa.ts'

const SEED = createHash('sha512').update('one').digest()
const OTHER = createHash('sha512').update('two').digest()

test('a seed gives the same pair every time, another seed another one', async () => {
  const [first, again, other] = await Promise.all(
    [SEED, SEED, OTHER].map((seed) => generateKeyPair('rsa-2048', seed)),
  )
  expect(first?.publicKey.base64).toBe(again?.publicKey.base64)
  expect(first?.privateKey.reveal()).toBe(again?.privateKey.reveal())
  expect(first?.publicKey.base64).not.toBe(other?.publicKey.base64)
})

test('the pair is a whole RSA-2048 pair', async () => {
  const { publicKey, privateKey } = await seededRsa(SEED)
  expect(publicKey.asymmetricKeyDetails).toEqual({ modulusLength: 2048, publicExponent: 65537n })
  const message = Buffer.from('signed')
  expect(verify('sha256', message, publicKey, sign('sha256', message, privateKey))).toBe(true)
})
