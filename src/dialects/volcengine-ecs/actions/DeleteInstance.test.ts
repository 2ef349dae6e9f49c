import { describe, expect, test } from 'vitest'

import { describePowerOfOne } from '../test-support/power-of-one.ts'
import { details, refusal } from '../test-support/test-world.ts'

const world = describePowerOfOne({
  action: 'DeleteInstance',
  ready: {},
  wrong: { state: 'starting' },
  more: [{ id: 'i-bound', keyPairs: ['one'] }, { id: 'i-protected' }],
  passing: 'DELETING',
  last: undefined,
})

describe('refusals', () => {
  test('an instance that is protected, until it is not', async () => {
    const target = { InstanceId: 'i-protected' }
    await world().call('ModifyInstanceAttribute', { ...target, DeletionProtection: 'true' })
    expect(refusal(await world().call('DeleteInstance', target))).toEqual([
      400,
      'OperationDenied.DeletionProtection',
      'The specified instance is protected against deletion.',
    ])
    await world().call('ModifyInstanceAttribute', { ...target, DeletionProtection: 'false' })
    expect((await world().call('DeleteInstance', target)).status).toBe(200)
  })
})

describe('behaviour', () => {
  test('the pair can go before the instance is gone', async () => {
    await world().call('DeleteInstance', { InstanceId: 'i-bound' })
    const reply = await world().call('DeleteKeyPairs', { 'KeyPairNames.1': 'one' })
    expect(details(reply)).toEqual([['one', null]])
    await world().waitFor('i-bound', undefined)
  })
})
