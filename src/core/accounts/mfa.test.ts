import { generateSync } from 'otplib'
import { describe, expect, it } from 'vitest'

import { createTestCore, type TestCore, testCall } from '../../../tests/test-core.ts'
import { judgeMfa, MFA_WINDOW_MS } from '../policies/mfa.ts'
import type { Secret } from '../secret.ts'
import type { MfaState } from './account.ts'
import { enrolMfa, findMfaStatus, removeMfa, verifyMfa } from './mfa.ts'

const STEP_MS = 30_000
const ACCOUNT = '1000000001'

async function worldWith(mfa: MfaState): Promise<TestCore> {
  const world = await createTestCore()
  const { accounts } = world.core.database
  await accounts.insertAccount({ id: ACCOUNT, name: 'acme', requireMfa: ['Bind'] })
  await accounts.insertUser({ account: ACCOUNT, name: 'alice', mfa, policies: [] })
  return world
}

/** One administrator at the device of alice. */
function desk({ core, clock }: TestCore) {
  const call = (action: string) => testCall(core, action)
  return {
    enrol: () => enrolMfa(core, call('EnrolMfa'), 'alice'),
    verify: (code: string) => verifyMfa(core, call('VerifyMfa'), { user: 'alice', code }),
    remove: () => removeMfa(core, call('RemoveMfa'), 'alice'),
    status: () => findMfaStatus(core, call('GetMfa'), 'alice'),
    secret: async (): Promise<Secret> => {
      const enrolment = await enrolMfa(core, call('EnrolMfa'), 'alice')
      if (enrolment.outcome !== 'enrolled') throw new Error(enrolment.outcome)
      return enrolment.secret
    },
    codeAt: (secret: Secret, offsetMs = 0) =>
      generateSync({ secret: secret.reveal(), epoch: Math.floor((clock.now() + offsetMs) / 1_000) }),
    /** What a call of alice is judged by. */
    judged: async () => {
      const { mfa } = await core.users.find(ACCOUNT, 'alice')
      return judgeMfa(mfa, clock.now())
    },
  }
}

describe('a device', () => {
  it('makes a user bound, a code makes him verified, the end of the window bound again', async () => {
    await using world = await worldWith('none')
    const { secret: enrolled, verify, status, judged, codeAt } = desk(world)
    expect(await judged()).toBe('absent')
    expect(await status()).toEqual({ state: 'none', verifiedUntilMs: undefined })
    const secret = await enrolled()
    expect(await judged()).toBe('stale')
    expect(await status()).toEqual({ state: 'bound', verifiedUntilMs: undefined })
    const verifiedUntilMs = world.clock.now() + MFA_WINDOW_MS
    expect(await verify(codeAt(secret))).toEqual({ outcome: 'verified', verifiedUntilMs })
    expect(await judged()).toBe('passed')
    expect(await status()).toEqual({ state: 'verified', verifiedUntilMs })
    world.clock.advance(MFA_WINDOW_MS - 1)
    expect(await judged()).toBe('passed')
    world.clock.advance(1)
    expect(await judged()).toBe('stale')
    expect(await status()).toEqual({ state: 'bound', verifiedUntilMs: undefined })
    expect(await verify(codeAt(secret))).toMatchObject({ outcome: 'verified' })
    expect(await judged()).toBe('passed')
  })

  it('wins over what the seed says, and gives way to it when it is removed', async () => {
    await using world = await worldWith('verified')
    const { enrol, remove, judged } = desk(world)
    expect(await judged()).toBe('passed')
    await enrol()
    expect(await judged()).toBe('stale')
    expect(await remove()).toEqual({ outcome: 'removed' })
    expect(await judged()).toBe('passed')
    expect(await remove()).toEqual({ outcome: 'noDevice' })
  })

  it('is one per user; another one takes its place only after it', async () => {
    await using world = await worldWith('none')
    const { secret: enrolled, enrol, verify, remove, codeAt } = desk(world)
    const first = await enrolled()
    expect(await enrol()).toEqual({ outcome: 'hasDevice' })
    expect(await verify(codeAt(first))).toMatchObject({ outcome: 'verified' })
    await remove()
    const second = await enrolled()
    world.clock.advance(STEP_MS)
    expect(await verify(codeAt(first))).toEqual({ outcome: 'codeRefused' })
    expect(await verify(codeAt(second))).toMatchObject({ outcome: 'verified' })
  })

  it('belongs to a user of the account', async () => {
    await using world = await worldWith('none')
    const { core } = world
    const unknown = { outcome: 'userUnknown' }
    const elsewhere = { ...testCall(core, 'EnrolMfa'), account: '2' }
    expect(await enrolMfa(core, testCall(core, 'EnrolMfa'), 'bob')).toEqual(unknown)
    expect(await enrolMfa(core, elsewhere, 'alice')).toEqual(unknown)
    expect(await verifyMfa(core, elsewhere, { user: 'alice', code: '000000' })).toEqual(unknown)
    expect(await removeMfa(core, elsewhere, 'alice')).toEqual(unknown)
    expect(await findMfaStatus(core, elsewhere, 'alice')).toBeUndefined()
    expect(await desk(world).verify('000000')).toEqual({ outcome: 'noDevice' })
  })
})

describe('a code', () => {
  it('is taken within one step of its own, and none further away', async () => {
    await using world = await worldWith('none')
    const { secret: enrolled, verify, codeAt, judged } = desk(world)
    const secret = await enrolled()
    for (const offsetMs of [-2 * STEP_MS, 2 * STEP_MS]) {
      expect(await verify(codeAt(secret, offsetMs))).toEqual({ outcome: 'codeRefused' })
    }
    expect(await judged()).toBe('stale')
    for (const offsetMs of [-STEP_MS, 0, STEP_MS]) {
      expect(await verify(codeAt(secret, offsetMs))).toMatchObject({ outcome: 'verified' })
    }
  })

  it('is taken once, also by many at once, and none older after it', async () => {
    await using world = await worldWith('none')
    const { secret: enrolled, verify, codeAt } = desk(world)
    const secret = await enrolled()
    const code = codeAt(secret)
    const older = codeAt(secret, -STEP_MS)
    const taken = await Promise.all(Array.from({ length: 10 }, () => verify(code)))
    expect(taken.filter(({ outcome }) => outcome === 'verified')).toHaveLength(1)
    expect(taken.filter(({ outcome }) => outcome === 'codeRefused')).toHaveLength(9)
    expect(await verify(older)).toEqual({ outcome: 'codeRefused' })
    world.clock.advance(STEP_MS)
    expect(await verify(code)).toEqual({ outcome: 'codeRefused' })
    expect(await verify(codeAt(secret))).toMatchObject({ outcome: 'verified' })
  })

  it('that is refused leaves the last check as it is', async () => {
    await using world = await worldWith('none')
    const { secret: enrolled, verify, codeAt, status } = desk(world)
    const secret = await enrolled()
    await verify(codeAt(secret))
    const before = await status()
    world.clock.advance(STEP_MS)
    expect(await verify(codeAt(secret, 10 * STEP_MS))).toEqual({ outcome: 'codeRefused' })
    expect(await status()).toEqual(before)
  })
})

it('leaves a row for everything that was done or refused, without a secret', async () => {
  await using world = await worldWith('none')
  const { secret: enrolled, verify, remove, codeAt } = desk(world)
  const secret = await enrolled()
  await verify(codeAt(secret))
  world.clock.advance(1)
  await verify('000000')
  await remove()
  await world.core.auditLog.flush()
  const rows = await world.core.database.audit.newest(ACCOUNT, 10)
  const change = { what: 'mfaDevice', subject: 'alice' }
  const told = rows.map(({ action, outcome, changes }) => ({ action, outcome, changes }))
  expect(told.toSorted((a, b) => a.action.localeCompare(b.action))).toEqual([
    { action: 'EnrolMfa', outcome: 'ok', changes: [{ ...change, verb: 'created' }] },
    { action: 'RemoveMfa', outcome: 'ok', changes: [{ ...change, verb: 'deleted' }] },
    ...told.filter(({ action }) => action === 'VerifyMfa'),
  ])
  expect(told).toContainEqual({
    ...{ action: 'VerifyMfa', outcome: 'ok' },
    changes: [{ ...change, verb: 'verified' }],
  })
  expect(told).toContainEqual({
    ...{ action: 'VerifyMfa', outcome: 'codeRefused' },
    changes: [{ ...change, verb: 'refused' }],
  })
  expect(JSON.stringify(rows)).not.toContain(secret.reveal())
})
