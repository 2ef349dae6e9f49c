import { describe, expect, it } from 'vitest'

import { describePowerOfOne } from '../test-support/power-call.ts'
import { REFUSALS, refusal } from '../test-support/test-world.ts'

const { world, call: start } = describePowerOfOne({
  action: 'StartInstance',
  instances: [
    { id: 'i-stopped', state: 'stopped' },
    { id: 'i-beijing', state: 'stopped', region: 'cn-beijing' },
    { id: 'i-running' },
    { id: 'i-busy', state: 'stopped', busy: true },
    { id: 'i-locked', state: 'banned' },
  ],
  ready: ['i-stopped', 'Stopped'],
  unknown: ['i-unknown', 'nonsense', 'x'.repeat(300)],
  wrong: ['i-running', 'i-busy'],
})

describe('parsing', () => {
  it('ignores a region, as clients send one that nobody asked for', async () => {
    expect(refusal(await start('i-stopped', { RegionId: 'nowhere', DryRun: 'true' }))).toEqual(
      REFUSALS.dryRun,
    )
  })
})

describe('refusals', () => {
  it('refuses a locked instance', async () => {
    expect(refusal(await start('i-locked'))).toEqual([
      403,
      'InstanceLockedForSecurity',
      'The instance is locked due to security.',
    ])
  })
})

describe('behaviour', () => {
  it('starts an instance and answers with the request id alone', async () => {
    const { status, body } = await start('i-stopped')
    expect([status, Object.keys(body)]).toEqual([200, ['RequestId']])
    await world().waitFor('i-stopped', 'Running')
  })

  it('finds an instance of any region', async () => {
    expect((await start('i-beijing')).status).toBe(200)
  })
})
