import { describe, expect, test } from 'vitest'

import { ALICE, refusal, ROOT } from '../kit/tencent/test-support/test-room.ts'
import { lighthouseRoom, seededKeyPair } from './test-support/lighthouse-room.ts'

const room = lighthouseRoom(
  'keyPairs:\n' +
    seededKeyPair('lhkp-aaaaaaaa', 'a', 1) +
    '  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: skey-aaaaaaaa, name: a, publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGRbxe8KQXxFYkpcUZCe7XoYW1SUMBEnAdThI2x34+ak" }\n',
)

describe('every call', () => {
  test('goes by its version: the same action, signed for the same host, in two services', async () => {
    const here = await room.ok('DescribeKeyPairs')
    const there = await room.ok('DescribeKeyPairs', {}, { version: '2017-03-12' })
    expect(here['KeyPairSet']).toMatchObject([{ KeyId: 'lhkp-aaaaaaaa' }])
    expect(there['KeyPairSet']).toMatchObject([{ KeyId: 'skey-aaaaaaaa' }])
  })

  test('needs no region', async () => {
    for (const form of ['post', 'get', 'v1'] as const) {
      const { TotalCount } = await room.ok('DescribeKeyPairs', {}, { form, region: undefined })
      expect(TotalCount).toBe(1)
    }
  })

  test('an unknown action, a wrong secret', async () => {
    expect(await room.call('RunInstances')).toEqual(
      refusal('InvalidAction', 'The request `Action` is invalid or not found.'),
    )
    expect(await room.call('DescribeKeyPairs', {}, { signer: { ...ROOT, secretKey: 'x' } })).toEqual(
      refusal('AuthFailure.SignatureFailure', /could not be validated/),
    )
  })

  test('a user without policies may do nothing', async () => {
    expect(await room.call('DescribeKeyPairs', {}, { signer: ALICE })).toEqual(
      refusal(
        'UnauthorizedOperation.NoPermission',
        /^No permission \[request id:[0-9a-f-]{36}\]you are not authorized to perform operation \(lighthouse:DescribeKeyPairs\)/,
      ),
    )
  })
})
