import { lighthouse } from 'tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/index.js'

import { type Cloud, type Endpoint, must, poll } from './cloud.ts'

const client = ({ host }: Endpoint) =>
  new lighthouse.v20200324.Client({
    credential: { secretId: 'AKIDdemo', secretKey: 'keyplane' },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint: host, protocol: 'http://' } },
  })

/** Tencent Cloud Lighthouse through `tencentcloud-sdk-nodejs`. */
export function tencentLighthouse(endpoint: Endpoint): Cloud {
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
    name: 'Tencent Lighthouse',
    rule: 'a running instance is stopped by force, changed and started again',
    async createKeyPair(name) {
      const { KeyPair } = await api.CreateKeyPair({ KeyName: name })
      const { KeyId, PrivateKey } = must(KeyPair, 'KeyPair')
      return { id: must(KeyId, 'KeyId'), name, privateKey: must(PrivateKey, 'PrivateKey') }
    },
    async runInstance(password) {
      const { InstanceIdSet } = await api.CreateInstances({
        BundleId: 'bundle_gen_03',
        BlueprintId: 'lhbp-f1lkcd41',
        InstanceChargePrepaid: { Period: 1 },
        LoginConfiguration: { Password: password },
      })
      const id = must(InstanceIdSet?.[0], 'instance id')
      const { PublicAddresses } = await untilDone(id)
      return { id, address: must(PublicAddresses?.[0], 'public address'), loginUser: 'root' }
    },
    async bind(keyPair, { id }) {
      await api.AssociateInstancesKeyPairs({ InstanceIds: [id], KeyIds: [keyPair.id] })
      const { LatestOperationState, InstanceState } = await describe(id)
      return {
        text: `${LatestOperationState}, ${InstanceState}`,
        isPending: LatestOperationState === 'OPERATING',
        isOldAccessInForce: false,
      }
    },
    settle: async ({ id }) => void (await untilDone(id)),
    async unbind(keyPair, { id }) {
      await api.DisassociateInstancesKeyPairs({ InstanceIds: [id], KeyIds: [keyPair.id] })
    },
  }
}
