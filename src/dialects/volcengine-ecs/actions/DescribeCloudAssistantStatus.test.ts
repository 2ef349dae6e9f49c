import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  like,
  listed,
  refusal,
  REFUSALS,
  rowsOf,
  startWorld,
  type TestWorld,
  tooMany,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    instances: [{ id: 'i-bare' }, { id: 'i-agent', name: 'web' }, { id: 'i-windows', os: 'windows' }],
  })
  await world.call('InstallCloudAssistant', { 'InstanceIds.1': 'i-agent' })
})
afterAll(() => world[Symbol.asyncDispose]())

type Params = Readonly<Record<string, string>>

const ask = (params: Params) => world.call('DescribeCloudAssistantStatus', params)

async function ids(params: Params): Promise<string[]> {
  return rowsOf(await ask(params), 'Instances')
    .map(({ InstanceId }) => String(InstanceId))
    .toSorted()
}

describe('parsing', () => {
  test.each<[string, Params, string[]]>([
    ['nothing', {}, ['i-agent', 'i-bare', 'i-windows']],
    ['ids', listed('InstanceIds', ['i-bare', 'i-none']), ['i-bare']],
    ['the system', { OSType: 'Windows' }, ['i-windows']],
    ['the status', { Status: 'NotInstalled' }, ['i-bare', 'i-windows']],
    ['the version', { ClientVersion: '1.0.0' }, ['i-agent']],
  ])('filters by %s', async (_name, params, expected) => {
    expect(await ids(params)).toEqual(expected)
  })

  test('pages by number', async () => {
    const first = await ask({ PageNumber: '1', PageSize: '2' })
    const second = await ask({ PageNumber: '2', PageSize: '2' })
    expect(first.result).toMatchObject({ PageNumber: 1, PageSize: 2, TotalCount: 3 })
    const seen = [first, second].flatMap((page) => rowsOf(page, 'Instances'))
    expect(new Set(seen.map(({ InstanceId }) => InstanceId)).size).toBe(3)
  })
})

describe('refusals', () => {
  const many = Array.from({ length: 101 }, (_, place) => `i-${place}`)

  test.each<[string, Params, readonly unknown[]]>([
    ['101 ids', listed('InstanceIds', many), tooMany('InstanceIds')],
    ['page 0', { PageNumber: '0' }, REFUSALS.argument],
    ['too many rows', { PageSize: '101' }, REFUSALS.argument],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await ask(params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    const reply = await world.call('DescribeCloudAssistantStatus', {}, ALICE)
    expect(refusal(reply)).toEqual(denied('DescribeCloudAssistantStatus', 'instance/*'))
  })
})

describe('behaviour', () => {
  test('Running while the instance runs, Offline when it does not', async () => {
    const { result } = await ask({ 'InstanceIds.1': 'i-agent' })
    expect(result?.['Instances']).toEqual([
      {
        InstanceId: 'i-agent',
        InstanceName: 'web',
        HostName: 'web',
        OSType: 'Linux',
        OSVersion: 'veLinux 2.0 CentOS Compatible 64 bit',
        ClientVersion: '1.0.0',
        Status: 'Running',
        LastHeartbeatTime: like(/\+08:00$/),
      },
    ])
    await world.call('StopInstance', { InstanceId: 'i-agent' })
    await world.waitFor('i-agent', 'STOPPED')
    expect(rowsOf(await ask({ 'InstanceIds.1': 'i-agent' }), 'Instances')).toMatchObject([
      { Status: 'Offline', LastHeartbeatTime: '' },
    ])
  })
})
