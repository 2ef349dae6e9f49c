import {
  type Params,
  type Reply,
  signedCall,
} from '../../src/dialects/alibaba-ecs/test-support/signed-call.ts'
import { REGION } from '../../src/dialects/alibaba-ecs/test-support/test-world.ts'
import { together, CODES } from './model.ts'
import { publicKeyLine } from './public-keys.ts'

/** What any access key opens in the stand-in, each with an account of its own. */
const SECRET = 'keyplane'

/** An instance as it was shown; one that is not there has no pair. */
export interface Shown {
  readonly status: string
  readonly pair: string | undefined
}

const ABSENT: Shown = { status: 'absent', pair: undefined }

/** Calls of one account at one server. What a call is answered is a text: `ok`, or the code of its refusal. */
export class AlibabaClient {
  readonly #endpoint: string
  readonly #accessKeyId: string

  constructor(endpoint: string, accessKeyId: string) {
    this.#endpoint = endpoint
    this.#accessKeyId = accessKeyId
  }

  ask(action: string, params: Params): Promise<Reply> {
    return signedCall(this.#endpoint, action, params, { accessKeyId: this.#accessKeyId, secret: SECRET })
  }

  runInstances(params: Params): Promise<Reply> {
    return this.ask('RunInstances', {
      ...{ RegionId: REGION, ImageId: 'aliyun_3_x64_20G_alibase_20240819.vhd', InstanceType: 'ecs.g6.large' },
      ...{ SecurityGroupId: 'sg-bp1group', VSwitchId: 'vsw-bp1switch' },
      ...params,
    })
  }

  async importPair(name: string, key: number): Promise<string> {
    const params = { RegionId: REGION, KeyPairName: name, PublicKeyBody: publicKeyLine(key) }
    return outcomeOf(await this.ask('ImportKeyPair', params))
  }

  async deletePairs(names: readonly string[]): Promise<string> {
    const params = { RegionId: REGION, KeyPairNames: JSON.stringify(names) }
    return outcomeOf(await this.ask('DeleteKeyPairs', params))
  }

  async changeBindings(action: 'AttachKeyPair' | 'DetachKeyPair', pair: string, ids: readonly string[]) {
    const params = { RegionId: REGION, KeyPairName: pair, InstanceIds: JSON.stringify(ids) }
    const reply = await this.ask(action, params)
    if (reply.status !== 200) return outcomeOf(reply)
    // The shape of the answer is tested with AttachKeyPair.
    const { Result: results } = reply.body['Results'] as { Result: { InstanceId: string; Code: string }[] }
    const codes = ids.map((id) => results.find(({ InstanceId }) => InstanceId === id)?.Code ?? 'no result')
    return together(codes.map((code) => (code === '200' ? CODES.done : code)))
  }

  async changePower(action: string, id: string, more: Params = {}): Promise<string> {
    return outcomeOf(await this.ask(action, { InstanceId: id, ...more }))
  }

  /** In the order of the ids. */
  async show(ids: readonly string[]): Promise<readonly Shown[]> {
    const { status, body } = await this.ask('DescribeInstances', {
      RegionId: REGION,
      InstanceIds: JSON.stringify(ids),
    })
    if (status !== 200) throw new Error(`DescribeInstances: ${String(body['Code'])}`)
    // The shape of the answer is tested with DescribeInstances.
    const { Instance: found } = body['Instances'] as {
      Instance: { InstanceId: string; Status: string; KeyPairName: string }[]
    }
    return ids.map((id) => {
      const one = found.find(({ InstanceId }) => InstanceId === id)
      return one ? { status: one.Status, pair: one.KeyPairName } : ABSENT
    })
  }

  /** Names, sorted. */
  async listPairs(): Promise<string> {
    const { status, body } = await this.ask('DescribeKeyPairs', { RegionId: REGION, PageSize: '50' })
    if (status !== 200) throw new Error(`DescribeKeyPairs: ${String(body['Code'])}`)
    // The shape of the answer is tested with DescribeKeyPairs.
    const { KeyPair: pairs } = body['KeyPairs'] as { KeyPair: { KeyPairName: string }[] }
    return pairs
      .map(({ KeyPairName }) => KeyPairName)
      .toSorted()
      .join()
  }
}

/** `ok`, or the code of the refusal. */
export function outcomeOf({ status, body }: Reply): string {
  return status === 200 ? CODES.done : String(body['Code'])
}
