import { Service } from '@volcengine/openapi'

import { type Cloud, type Endpoint, must, poll } from './cloud.ts'

interface Answer {
  readonly ResponseMetadata: { readonly Error?: { readonly Code: string; readonly Message: string } }
  readonly Result?: Result
}

interface Result {
  readonly KeyPairId?: string
  readonly PrivateKey?: string
  readonly InstanceIds?: readonly string[]
  readonly OperationDetails?: readonly { readonly Error: { readonly Code: string } | null }[]
  readonly Instances?: readonly {
    readonly Status: string
    readonly KeyPairName: string
    readonly EipAddress: { readonly IpAddress: string } | null
  }[]
}

/** Volcengine ECS through `@volcengine/openapi`. */
export function volcengineEcs({ host }: Endpoint): Cloud {
  const service = new Service({
    host,
    protocol: 'http:',
    region: 'cn-beijing',
    serviceName: 'ecs',
    defaultVersion: '2020-04-01',
    accessKeyId: 'AKLTdemo',
    secretKey: 'keyplane',
  })
  const call = async (action: string, query: Record<string, string>): Promise<Result> => {
    // This SDK has no types of the ECS answers; the fields are those of the API's pages.
    const answer = (await service.createAPI(action)(query)) as unknown as Answer
    const refusal =
      answer.ResponseMetadata.Error ?? answer.Result?.OperationDetails?.find((one) => one.Error)?.Error
    if (refusal) throw new Error(`${action}: ${refusal.Code}`)
    return must(answer.Result, 'Result')
  }
  const describe = async (id: string) =>
    must((await call('DescribeInstances', { 'InstanceIds.1': id })).Instances?.[0], 'instance')
  const untilRunning = (id: string) =>
    poll(
      `${id} to be RUNNING`,
      () => describe(id),
      ({ Status }) => Status === 'RUNNING',
    )
  return {
    name: 'Volcengine ECS',
    rule: 'the binding shows at once; the machine changes at its next boot',
    async createKeyPair(name) {
      const { KeyPairId, PrivateKey } = await call('CreateKeyPair', { KeyPairName: name })
      return { id: must(KeyPairId, 'KeyPairId'), name, privateKey: must(PrivateKey, 'PrivateKey') }
    },
    async runInstance(password) {
      const { InstanceIds } = await call('RunInstances', {
        ZoneId: 'cn-beijing-a',
        ImageId: 'image-ybqi99s7yq8rx7mnk44b',
        InstanceTypeId: 'ecs.g3i.large',
        InstanceName: 'demo',
        Password: password,
        'NetworkInterfaces.1.SubnetId': 'subnet-demo',
        'NetworkInterfaces.1.SecurityGroupIds.1': 'sg-demo',
        'Volumes.1.VolumeType': 'ESSD_PL0',
        'Volumes.1.Size': '40',
      })
      const id = must(InstanceIds?.[0], 'instance id')
      const { EipAddress } = await untilRunning(id)
      return { id, address: must(EipAddress, 'EipAddress').IpAddress, loginUser: 'root' }
    },
    async bind(keyPair, { id }) {
      await call('AttachKeyPair', { KeyPairId: keyPair.id, 'InstanceIds.1': id })
      const { KeyPairName, Status } = await describe(id)
      return {
        text: `${Status}, KeyPairName ${KeyPairName}`,
        isPending: KeyPairName === keyPair.name && Status === 'RUNNING',
        isOldAccessInForce: true,
      }
    },
    async settle({ id }) {
      await call('RebootInstance', { InstanceId: id })
      await untilRunning(id)
    },
    async unbind(keyPair, { id }) {
      await call('DetachKeyPair', { KeyPairId: keyPair.id, 'InstanceIds.1': id })
    },
  }
}
