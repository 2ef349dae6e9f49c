import { describe, expect, test } from 'vitest'

import { INSTANCE_STATES, machineOf } from '../../../core/instances/instance.ts'
import { manyIds, missing, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { DENIABLE } from '../deniable-actions.ts'
import {
  DUPLICATED,
  lighthouseRoom,
  MALFORMED_INSTANCE,
  NO_SUCH_INSTANCE,
  seededInstance,
  seededKeyPair,
  tooMany,
} from '../test-support/lighthouse-room.ts'

const NAMES = DENIABLE.map(({ action }) => action.name)

/** What stands against actions, as a seed file writes it. */
const CASES = [
  ...INSTANCE_STATES.map((state) => `state: ${state}, keyPairs: [a]`),
  'busy: true, keyPairs: [a]',
  'busy: true, state: stopped, keyPairs: [a]',
  'supported: false, keyPairs: [a]',
  'os: windows',
  'state: stopped',
]

/** The instance of one case on which one action is tried. */
function idOf(index: number, action: number): string {
  return `lhins-${String(index).padStart(4, '0')}a${String(action).padStart(3, '0')}`
}

const room = lighthouseRoom(
  'keyPairs:\n' +
    seededKeyPair('lhkp-aaaaaaaa', 'a', 1) +
    seededKeyPair('lhkp-bbbbbbbb', 'b', 2) +
    'instances:\n' +
    CASES.flatMap((fields, index) =>
      NAMES.map((_, action) => seededInstance(idOf(index, action), fields)),
    ).join('') +
    NAMES.map((_, action) => seededInstance(idOf(9999, action), 'keyPairs: [a]')).join('') +
    seededInstance('lhins-running1', 'keyPairs: [a]') +
    seededInstance('lhins-tokyo001', '', 'ap-tokyo'),
)

interface Denied {
  readonly Action: string
  readonly Code: string
  readonly Message: string
}

async function denied(InstanceIds: string[], options = {}): Promise<(readonly Denied[])[]> {
  const answer = await room.ok('DescribeInstancesDeniedActions', { InstanceIds }, options)
  const set = answer['InstanceDeniedActionSet'] as { InstanceId: string; DeniedActions: Denied[] }[]
  expect(set.map(({ InstanceId }) => InstanceId)).toEqual(InstanceIds)
  return set.map(({ DeniedActions }) => DeniedActions)
}

/** Parameters with which nothing but the instance can be wrong. */
const PARAMS: Readonly<Record<string, object>> = {
  ResetInstancesPassword: { Password: 'Right-passw0rd' },
  ModifyInstancesAttribute: { InstanceName: 'renamed' },
  AssociateInstancesKeyPairs: { KeyIds: ['lhkp-bbbbbbbb'] },
  DisassociateInstancesKeyPairs: { KeyIds: ['lhkp-aaaaaaaa'] },
}

interface Tried {
  readonly action: string
  readonly code: string | undefined
  readonly message: string | undefined
}

/** Tries every action on an instance of its own, and asks before what it would refuse. */
async function tryAll(index: number): Promise<{ told: Tried[]; met: Tried[] }> {
  const all: { told: Tried[]; met: Tried[] } = { told: [], met: [] }
  for (const [number, name] of NAMES.entries()) {
    const id = idOf(index, number)
    const [told = []] = await denied([id])
    const ids = name === 'ResetInstance' ? { InstanceId: id } : { InstanceIds: [id] }
    const { error } = await room.call(name, { ...ids, ...PARAMS[name] })
    const found = told.find(({ Action }) => Action === name)
    all.told.push({ action: name, code: found?.Code, message: found?.Message })
    all.met.push({ action: name, code: error?.Code, message: error?.Message })
  }
  return all
}

describe('parsing', () => {
  test.each([
    [{}, missing('InstanceIds')],
    [{ InstanceIds: ['lhins-running1'], Limit: 1 }, unknown('Limit')],
    [{ InstanceIds: ['lhins-1122'] }, MALFORMED_INSTANCE],
    [{ InstanceIds: ['lhins-running1', 'lhins-running1'] }, DUPLICATED],
    [{ InstanceIds: manyIds('lhins-', 101) }, tooMany('InstanceIds')],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DescribeInstancesDeniedActions', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each(['lhins-00000000', 'lhins-tokyo001'])('%s is not known here', async (id) => {
    const params = { InstanceIds: ['lhins-running1', id] }
    expect(await room.call('DescribeInstancesDeniedActions', params)).toEqual(NO_SUCH_INSTANCE)
  })
})

describe('behaviour', () => {
  test('tells the actions that a running instance refuses, with code and message', async () => {
    const [told = []] = await denied(['lhins-running1'])
    expect(told.map(({ Action }) => Action)).toEqual(['StartInstances', 'TerminateInstances'])
    const [chinese = []] = await denied(['lhins-running1'], { language: 'zh-CN' })
    expect(chinese[0]).toEqual({
      Action: 'StartInstances',
      Code: 'UnsupportedOperation.InvalidInstanceState',
      Message: '实例 `lhins-running1` 处于 `RUNNING` 状态中，不支持该操作。',
    })
  })

  test.each(CASES.map((fields, index) => ({ fields, index })))(
    'agrees with the actions: $fields',
    async ({ index }) => {
      const { told, met } = await tryAll(index)
      expect(told).toEqual(met)
    },
  )

  test('agrees with the actions about a machine that lost its power', async () => {
    const { core } = room.keyplane
    const owner = { account: '1000000001', dialect: 'tencent-lighthouse' }
    const ids = NAMES.map((_, number) => idOf(9999, number))
    for (const instance of await core.database.instances.findByIds(owner, ids)) {
      const driver = core.drivers.get(instance.driver)
      await driver.stop(machineOf(instance), { force: true }, new AbortController().signal)
    }
    const [told = []] = await denied(ids.slice(0, 1))
    expect(told).toContainEqual({
      Action: 'RebootInstances',
      Code: 'InternalError.DescribeInstanceStatus',
      Message: 'Failed to query the instance status. Please try again later.',
    })
    const all = await tryAll(9999)
    expect(all.told).toEqual(all.met)
  })
})
