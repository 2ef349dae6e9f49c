import { describe, expect, test } from 'vitest'

import { missing, refusal } from '../../kit/tencent/test-support/test-room.ts'
import {
  lighthouseRoom,
  MALFORMED_INSTANCE,
  seededInstance,
  tooMany,
} from '../test-support/lighthouse-room.ts'

const room = lighthouseRoom(
  'instances:\n' + seededInstance('lhins-made0001') + seededInstance('lhins-tokyo001', '', 'ap-tokyo'),
)

function ask(...InstanceIds: string[]) {
  return room.call('DescribeBlueprintInstances', { InstanceIds })
}

describe('parsing', () => {
  test('one instance by its id', async () => {
    expect(await room.call('DescribeBlueprintInstances')).toEqual(missing('InstanceIds'))
    expect(await ask('lhins-1')).toEqual(MALFORMED_INSTANCE)
    expect(await ask('lhins-made0001', 'lhins-made0002')).toEqual(tooMany('InstanceIds'))
  })
})

describe('refusals', () => {
  test.each(['lhins-00000000', 'lhins-tokyo001'])('%s is not here', async (id) => {
    expect(await ask(id)).toEqual(refusal('ResourceNotFound', 'The instance does not exist.'))
  })
})

describe('behaviour', () => {
  test('a system alone has no software, an application is it', async () => {
    const { InstanceSet } = await room.ok('DescribeInstances', { InstanceIds: ['lhins-made0001'] })
    const [{ BlueprintId } = { BlueprintId: '' }] = InstanceSet as { BlueprintId: string }[]
    const { BlueprintSet } = await room.ok('DescribeBlueprints', { BlueprintIds: [BlueprintId] })
    const [Blueprint] = BlueprintSet as unknown[]
    const InstanceId = 'lhins-made0001'
    expect((await ask(InstanceId)).response).toMatchObject({
      TotalCount: 1,
      BlueprintInstanceSet: [{ Blueprint, SoftwareSet: [], InstanceId }],
    })
    await room.ok('ResetInstance', { InstanceId, BlueprintId: 'lhbp-lf6jlx98' })
    await room.settled(InstanceId)
    expect((await ask(InstanceId)).response).toMatchObject({
      BlueprintInstanceSet: [
        {
          Blueprint: { BlueprintId: 'lhbp-lf6jlx98', BlueprintType: 'APP_OS' },
          SoftwareSet: [
            {
              Name: '宝塔Linux面板',
              Version: '8.1.0 腾讯云专享版',
              ImageUrl: '',
              InstallDir: '',
              DetailSet: [],
            },
          ],
        },
      ],
    })
  })
})
