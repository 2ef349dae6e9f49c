import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  listed,
  missing,
  refusal,
  rowsOf,
  startWorld,
  type TestWorld,
  tooMany,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    instances: [{ id: 'i-one' }, { id: 'i-two' }, { id: 'i-stopped', state: 'stopped' }],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

const install = (...ids: string[]) => world.call('InstallCloudAssistant', listed('InstanceIds', ids))

async function statusOf(id: string): Promise<unknown> {
  const reply = await world.call('DescribeCloudAssistantStatus', { 'InstanceIds.1': id })
  return rowsOf(reply, 'Instances')[0]?.['Status']
}

describe('parsing', () => {
  test('an id given twice counts once', async () => {
    const { result } = await install('i-two', 'i-two')
    expect(result).toEqual({ InstallingInstanceIds: ['i-two'], FailedInstances: [] })
  })
})

describe('refusals', () => {
  test('no ids, and 101', async () => {
    expect(refusal(await world.call('InstallCloudAssistant'))).toEqual(missing('InstanceIds'))
    const many = Array.from({ length: 101 }, (_, place) => `i-${place}`)
    expect(refusal(await install(...many))).toEqual(tooMany('InstanceIds'))
  })

  test('a user without a policy', async () => {
    const reply = await world.call('InstallCloudAssistant', { 'InstanceIds.1': 'i-one' }, ALICE)
    expect(refusal(reply)).toEqual(denied('InstallCloudAssistant', 'instance/i-one'))
  })
})

describe('behaviour', () => {
  test('each instance for itself', async () => {
    expect(await statusOf('i-one')).toBe('NotInstalled')
    const { status, result } = await install('i-one', 'i-none', 'i-stopped')
    expect(status).toBe(200)
    expect(result).toEqual({
      InstallingInstanceIds: ['i-one'],
      FailedInstances: [
        { Id: 'i-none', ErrorMessage: 'The specified instance does not exist.' },
        {
          Id: 'i-stopped',
          ErrorMessage: 'The status of the specified instance does not support this request.',
        },
      ],
    })
    expect(await statusOf('i-one')).toBe('Running')
    expect(await statusOf('i-stopped')).toBe('NotInstalled')
  })
})
