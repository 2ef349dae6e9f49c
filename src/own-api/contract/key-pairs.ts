import { eventIterator } from '@orpc/contract'
import { z } from 'zod'

import { accountId, pageOf, pageQuery, route, time } from './route.ts'

const keyPairPath = { dialect: z.string(), account: z.string(), id: z.string() }

export const keyPair = z.object({
  ...keyPairPath,
  name: z.string(),
  region: z.string().describe('Empty where a cloud keeps pairs for all regions'),
  type: z.string(),
  bits: z.number(),
  fingerprint: z.string().describe('`SHA256:…`, as ssh-keygen -l prints it'),
  md5: z.string().describe('32 hexadecimal digits'),
  publicKey: z.string(),
  description: z.string(),
  createdAt: time,
})

const usedBy = z.object({
  dialect: z.string(),
  account: z.string(),
  id: z.string(),
  name: z.string(),
  state: z.string(),
})

const place = {
  account: accountId,
  dialect: z.string(),
  region: z.string().optional().describe('Needed where a cloud keeps pairs by region'),
  name: z.string().min(1).max(200),
  description: z.string().max(255).optional(),
}

const LONGEST_OVERLAP_S = 365 * 86_400

/** First the new pair, its private key only when it was made by this call; then each instance. */
const rotationEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keyPair'), keyPair, privateKey: z.string().optional() }),
  z.object({
    kind: z.literal('instance'),
    ...keyPairPath,
    outcome: z.enum(['bound', 'pending', 'failed', 'refused']),
    message: z.string(),
    oldEndsAt: time.optional().describe('When the old pair is taken away there; absent: it stays'),
  }),
])

const about = { scope: 'operator', tag: 'key pairs' } as const

/** Key pairs of all accounts and clouds, by the rules of each. */
export const keyPairs = {
  list: route('GET', '/key-pairs', {
    ...about,
    scope: 'reader',
    summary: 'Key pairs by account, cloud and id',
  })
    .input(
      z.strictObject({
        ...pageQuery,
        account: z.string().optional(),
        dialect: z.string().optional(),
        region: z.string().optional(),
        text: z.string().max(100).optional().describe('Part of the name or the id'),
        fingerprint: z.string().optional().describe('SHA256:… or MD5'),
      }),
    )
    .output(pageOf(keyPair)),
  show: route('GET', '/key-pairs/{dialect}/{account}/{id}', {
    ...about,
    scope: 'reader',
    summary: 'One key pair, by id or name, and the instances that it is bound to',
  })
    .input(z.strictObject({ ...keyPairPath, region: z.string().optional() }))
    .output(keyPair.extend({ usedBy: z.array(usedBy) })),
  create: route('POST', '/key-pairs', {
    ...about,
    status: 201,
    summary: 'Makes a key pair; its private key is told once',
  })
    .input(
      z.strictObject({
        ...place,
        type: z.enum(['ed25519', 'rsa-2048']).optional().describe('ed25519 where the cloud takes it'),
      }),
    )
    .output(keyPair.extend({ privateKey: z.string() })),
  import: route('POST', '/key-pairs/import', { ...about, status: 201, summary: 'Takes a public key in' })
    .input(z.strictObject({ ...place, publicKey: z.string().max(20_000) }))
    .output(keyPair),
  inspect: route('POST', '/key-pairs/inspect', {
    ...about,
    scope: 'reader',
    summary: 'What a public key is, by its line; nothing is kept',
  })
    .input(z.strictObject({ publicKey: z.string().max(20_000) }))
    .output(
      keyPair
        .pick({ type: true, bits: true, fingerprint: true, md5: true })
        .extend({ comment: z.string().describe('What is written after the key') }),
    ),
  remove: route('DELETE', '/key-pairs/{dialect}/{account}/{id}', {
    ...about,
    status: 204,
    summary: 'Deletes a key pair that is bound to nothing',
  })
    .input(z.strictObject({ ...keyPairPath, region: z.string().optional() }))
    .output(z.void()),
  rotate: route('POST', '/key-pairs/{dialect}/{account}/{id}/rotate', {
    ...about,
    summary: 'Binds a new key pair beside this one wherever this is bound, and gives this one an end there',
  })
    .input(
      z.strictObject({
        ...keyPairPath,
        region: z.string().optional(),
        newName: z.string().min(1).max(200).optional().describe('By default the name with a number'),
        publicKey: z.string().max(20_000).optional().describe('Of the new pair; else one is made'),
        overlapSeconds: z.int().min(0).max(LONGEST_OVERLAP_S).default(86_400),
      }),
    )
    .output(eventIterator(rotationEvent)),
}
