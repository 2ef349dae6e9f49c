import * as ecs from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'

import { type Cloud, type Endpoint, must, poll } from './cloud.ts'

const regionId = 'cn-hangzhou'

/** Alibaba Cloud ECS through `@alicloud/ecs20140526`. */
export function alibabaEcs({ host }: Endpoint): Cloud {
  const api = new ecs.default.default(
    new Config({
      accessKeyId: 'LTAIdemo',
      accessKeySecret: 'keyplane',
      endpoint: host,
      protocol: 'HTTP',
      regionId,
    }),
  )
  const describe = async (id: string) => {
    const request = new ecs.DescribeInstancesRequest({ regionId, instanceIds: JSON.stringify([id]) })
    const { body } = await api.describeInstances(request)
    return must(body?.instances?.instance?.[0], 'instance')
  }
  const untilRunning = (id: string) =>
    poll(
      `${id} to be Running`,
      () => describe(id),
      ({ status }) => status === 'Running',
    )
  return {
    name: 'Alibaba ECS',
    rule: 'the binding shows at once; the machine changes at its next boot',
    async createKeyPair(keyPairName) {
      const { body } = await api.createKeyPair(new ecs.CreateKeyPairRequest({ regionId, keyPairName }))
      const { keyPairId, privateKeyBody } = must(body, 'body')
      return {
        id: must(keyPairId, 'keyPairId'),
        name: keyPairName,
        privateKey: must(privateKeyBody, 'privateKeyBody'),
      }
    },
    async runInstance(password) {
      const { body } = await api.runInstances(
        new ecs.RunInstancesRequest({
          regionId,
          imageId: 'aliyun_3_x64_20G_alibase_20240528.vhd',
          instanceType: 'ecs.g6.large',
          securityGroupId: 'sg-demo',
          vSwitchId: 'vsw-demo',
          internetMaxBandwidthOut: 5,
          password,
        }),
      )
      const id = must(body?.instanceIdSets?.instanceIdSet?.[0], 'instance id')
      const { publicIpAddress } = await untilRunning(id)
      return { id, address: must(publicIpAddress?.ipAddress?.[0], 'public address'), loginUser: 'root' }
    },
    async bind(keyPair, { id }) {
      const request = { regionId, keyPairName: keyPair.name, instanceIds: JSON.stringify([id]) }
      await api.attachKeyPair(new ecs.AttachKeyPairRequest(request))
      const { keyPairName, status } = await describe(id)
      return {
        text: `${status}, KeyPairName ${keyPairName}`,
        isPending: keyPairName === keyPair.name && status === 'Running',
        isOldAccessInForce: true,
      }
    },
    async settle({ id }) {
      await api.rebootInstance(new ecs.RebootInstanceRequest({ instanceId: id }))
      await untilRunning(id)
    },
    async unbind(keyPair, { id }) {
      const request = { regionId, keyPairName: keyPair.name, instanceIds: JSON.stringify([id]) }
      await api.detachKeyPair(new ecs.DetachKeyPairRequest(request))
    },
  }
}
