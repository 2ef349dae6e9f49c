import { generateSync } from 'otplib'
import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { heldClock } from '../held-clock.ts'
import { startTestKeyplane } from '../start-keyplane.ts'

// A second factor from beginning to end: the account asks for it, the own API gives the user a device, the official
// SDK calls.

const ALICE = { id: 'AKIDalice', secret: 'alice-secret' }
const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'
const PLACE = { dialect: 'tencent-cvm', account: 'acme', region: 'ap-guangzhou' }
const ADMIN_TOKEN = 'a-token-of-a-test'
const WINDOW_MS = 30 * 60_000

const SEED = JSON.stringify({
  accounts: [
    {
      id: '1000000001',
      name: 'acme',
      requireMfa: ['AssociateInstancesKeyPairs'],
      users: [
        {
          name: 'alice',
          accessKeys: [ALICE],
          policies: [
            {
              dialect: 'tencent-cvm',
              document: { version: '2.0', statement: [{ effect: 'allow', action: 'cvm:*', resource: '*' }] },
            },
          ],
        },
      ],
    },
  ],
  keyPairs: [{ ...PLACE, id: 'skey-0000team', name: 'team', publicKey: PUBLIC_KEY }],
  instances: [{ ...PLACE, id: 'ins-team0001', state: 'stopped' }],
})

// The SDK signs with the time of `Date`: it goes where the clock of Keyplane goes.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

test('no device, enrolled, verified, expired, verified again', async () => {
  const clock = heldClock()
  const moveBy = (ms: number) => {
    clock.advance(ms)
    vi.setSystemTime(clock.now())
  }
  moveBy(0)
  await using keyplane = await startTestKeyplane({
    seed: SEED,
    mode: 'strict',
    rates: 'off',
    clock,
    adminToken: ADMIN_TOKEN,
  })
  const client = new cvm.v20170312.Client({
    credential: { secretId: ALICE.id, secretKey: ALICE.secret },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint: keyplane.endpoint, protocol: 'http://' } },
  })
  const bind = () =>
    client.AssociateInstancesKeyPairs({ InstanceIds: ['ins-team0001'], KeyIds: ['skey-0000team'] })
  const boundPairs = async () => {
    const { InstanceSet } = await client.DescribeInstances({ InstanceIds: ['ins-team0001'] })
    return InstanceSet?.[0]?.LoginSettings?.KeyIds
  }
  const ask = async (method: string, path = '', body?: unknown) => {
    const response = await fetch(`${keyplane.api}/keyplane/v1/accounts/1000000001/users/alice/mfa${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    // What the documents say of these answers; a missing field fails the test.
    return { status: response.status, body: (await response.json()) as Record<string, string> }
  }

  const absent = {
    code: 'UnauthorizedOperation.MFANotFound',
    message: 'Unauthorized operation. Make sure Multi-Factor Authentication (MFA) exists.',
  }
  const stale = {
    code: 'UnauthorizedOperation.MFAExpired',
    message: 'Unauthorized operation. Make sure Multi-Factor Authentication (MFA) is valid.',
  }
  await expect(bind()).rejects.toMatchObject(absent)

  const enrolment = await ask('POST')
  expect(enrolment.status).toBe(201)
  await expect(bind()).rejects.toMatchObject(stale)
  expect(await boundPairs()).toEqual([])

  const secret = enrolment.body['secret'] ?? ''
  const code = () => generateSync({ secret, epoch: Math.floor(clock.now() / 1_000) })
  const used = code()
  expect(await ask('POST', '/verify', { code: used })).toEqual({
    status: 200,
    body: { verifiedUntil: new Date(clock.now() + WINDOW_MS).toISOString() },
  })
  await bind()
  expect(await boundPairs()).toEqual(['skey-0000team'])

  moveBy(WINDOW_MS - 1)
  await bind()
  moveBy(1)
  await expect(bind()).rejects.toMatchObject(stale)
  expect((await ask('POST', '/verify', { code: used })).status).toBe(403)
  await expect(bind()).rejects.toMatchObject(stale)
  expect((await ask('POST', '/verify', { code: code() })).status).toBe(200)
  await bind()
})
