import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'

import { type Cloud, type Endpoint, must, poll } from './cloud.ts'

const client = ({ host }: Endpoint) =>
  new cvm.v20170312.Client({
    credential: { secretId: 'AKIDdemo', secretKey: 'keyplane' },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint: host, protocol: 'http://' } },
  })

/** Tencent Cloud CVM through `tencentcloud-sdk-nodejs`. */
export function tencentCvm(endpoint: Endpoint): Cloud {
  const api = client(endpoint)
  const describe = async (id: string) => {
    const { InstanceSet } = await api.DescribeInstances({ InstanceIds: [id] })
    return must(InstanceSet?.[0], 'instance')
  }
  const untilDone = (id: string) =>
    poll(
      `${id} to be RUNNING with SUCCESS`,
      () => describe(id),
      (instance) => instance.InstanceState === 'RUNNING' && instance.LatestOperationState === 'SUCCESS',
    )
  return {
    name: 'Tencent CVM',
    rule: 'a running instance needs ForceStop: it is stopped, changed and started again',
    async createKeyPair(name) {
      const { KeyPair } = await api.CreateKeyPair({ KeyName: name, ProjectId: 0 })
      const { KeyId, PrivateKey } = must(KeyPair, 'KeyPair')
      return { id: must(KeyId, 'KeyId'), name, privateKey: must(PrivateKey, 'PrivateKey') }
    },
    async runInstance(password) {
      const { InstanceIdSet } = await api.RunInstances({
        Placement: { Zone: 'ap-guangzhou-3' },
        ImageId: 'img-487zeit5',
        InstanceType: 'S5.MEDIUM4',
        LoginSettings: { Password: password },
      })
      const id = must(InstanceIdSet?.[0], 'instance id')
      const { PublicIpAddresses, DefaultLoginUser } = await untilDone(id)
      const address = must(PublicIpAddresses?.[0], 'public address')
      return { id, address, loginUser: must(DefaultLoginUser, 'DefaultLoginUser') }
    },
    async bind(keyPair, { id }) {
      const request = { InstanceIds: [id], KeyIds: [keyPair.id] }
      const refusal = await api.AssociateInstancesKeyPairs(request).then(
        () => 'nothing',
        (error: { code?: string }) => error.code ?? 'nothing',
      )
      await api.AssociateInstancesKeyPairs({ ...request, ForceStop: true })
      const { LatestOperationState, InstanceState } = await describe(id)
      return {
        text: `without ForceStop: ${refusal}; with it: ${LatestOperationState}, ${InstanceState}`,
        isPending:
          LatestOperationState === 'OPERATING' && refusal === 'UnsupportedOperation.InstanceStateRunning',
        isOldAccessInForce: false,
      }
    },
    settle: async ({ id }) => void (await untilDone(id)),
    async unbind(keyPair, { id }) {
      await api.DisassociateInstancesKeyPairs({ InstanceIds: [id], KeyIds: [keyPair.id], ForceStop: true })
    },
  }
}
