import { describe, expect, test } from 'vitest'

import { alibabaAnswer } from './alibaba-models.ts'
import { tencentAnswer } from './tencent-models.ts'
import { volcengineAnswer } from './volcengine-models.ts'
import { type WireType, wireFlaws } from './wire-type.ts'

function flawsOf(type: WireType | undefined, answer: unknown): readonly string[] {
  if (!type) throw new Error('the client does not declare it')
  return wireFlaws(answer, type)
}

describe('what official clients declare', () => {
  test('Tencent: unknown fields, other types and no lists are found at every depth', () => {
    const type = tencentAnswer('cvm', 'DescribeKeyPairs')
    const pair = { KeyId: 'skey-1', ProjectId: 0, AssociatedInstanceIds: ['ins-1'], PrivateKey: null }
    expect(flawsOf(type, { TotalCount: 1, KeyPairSet: [pair] })).toEqual([])
    const wrong = { KeyId: 1, ProjectId: '0', AssociatedInstanceIds: 'ins-1', Colour: 'red' }
    expect(flawsOf(type, { TotalCount: '1', KeyPairSet: [wrong], Next: 1 })).toEqual([
      '.TotalCount is a string, not a number',
      '.KeyPairSet[].KeyId is a number, not a string',
      '.KeyPairSet[].ProjectId is a string, not a number',
      '.KeyPairSet[].AssociatedInstanceIds is a string, not a list',
      '.KeyPairSet[].Colour is invented',
      '.Next is invented',
    ])
  })

  test('Tencent: what is always there is missed', () => {
    const type = tencentAnswer('vpc', 'DescribeUsedIpAddress')
    expect(flawsOf(type, { IpAddressStates: [{ VpcId: 'v', SubnetId: 's', IpAddress: 'i' }] })).toEqual([
      '.IpAddressStates[].ResourceType is missing',
      '.IpAddressStates[].ResourceId is missing',
    ])
  })

  test('Alibaba: wire names with their case', () => {
    const type = alibabaAnswer('AttachKeyPair')
    const result = { InstanceId: 'i-1', Success: 'true', Code: '200', Message: '' }
    const answer = { TotalCount: '1', FailCount: '0', KeyPairName: 'k', Results: { Result: [result] } }
    expect(flawsOf(type, answer)).toEqual([])
    expect(
      flawsOf(type, { ...answer, TotalCount: 1, keyPairName: 'k', Results: { Result: result } }),
    ).toEqual([
      '.TotalCount is a number, not a string',
      '.Results.Result is an object, not a list',
      '.keyPairName is invented',
    ])
  })

  test('Volcengine: whole numbers, and numbers that may be texts', () => {
    const tasks = volcengineAnswer('ecs', 'DescribeTasks')
    expect(flawsOf(tasks, { Tasks: [{ Id: 't-1', Process: 50 }], NextToken: '' })).toEqual([])
    expect(flawsOf(tasks, { Tasks: [{ Process: 50.5 }] })).toEqual([
      '.Tasks[].Process is a number, not a whole number',
    ])
    const volumes = volcengineAnswer('storage_ebs', 'DescribeVolumes')
    expect(flawsOf(volumes, { Volumes: [{ Size: '40' }, { Size: 40 }, { Size: 'big' }] })).toEqual([
      '.Volumes[].Size is a string, not a decimal',
    ])
  })

  test('an action that a client does not have is not declared', () => {
    expect(tencentAnswer('lighthouse', 'DescribeInstanceLoginKeyPairAttribute')).toBeUndefined()
    expect(alibabaAnswer('FlyAway')).toBeUndefined()
    expect(volcengineAnswer('ecs', 'FlyAway')).toBeUndefined()
  })
})
