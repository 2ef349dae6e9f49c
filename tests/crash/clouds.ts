import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { lighthouse } from 'tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/index.js'

import { signedCall as alibabaCall } from '../../src/dialects/alibaba-ecs/test-support/signed-call.ts'
import { signedCall as volcengineCall } from '../../src/dialects/volcengine-ecs/test-support/signed-call.ts'
import { ADMIN_TOKEN } from './server-config.ts'
import { KEYS } from './seed.ts'

type Params = Readonly<Record<string, string>>
export type Answer = Readonly<Record<string, unknown>>

/** The APIs of a server, each by a client of its cloud or by a signer of the tests. Refusals reject. */
export interface Clouds {
  readonly cvm: InstanceType<typeof cvm.v20170312.Client>
  readonly lighthouse: InstanceType<typeof lighthouse.v20200324.Client>
  alibaba(this: void, action: string, params: Params): Promise<Answer>
  volcengine(this: void, action: string, params: Params): Promise<Answer>
  /** Keyplane's own. */
  remove(this: void, path: string, body: object): Promise<Answer>
}

export function cloudsAt(endpoint: string): Clouds {
  const tencent = {
    credential: { secretId: KEYS.tencent.id, secretKey: KEYS.tencent.secret },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint, protocol: 'http://' } },
  }
  return {
    cvm: new cvm.v20170312.Client(tencent),
    lighthouse: new lighthouse.v20200324.Client(tencent),
    async alibaba(action, params) {
      const { status, body } = await alibabaCall(endpoint, action, params, credentials(KEYS.alibaba))
      if (status !== 200) throw new Error(`${action}: ${JSON.stringify(body)}`)
      return body
    },
    async volcengine(action, params) {
      const reply = await volcengineCall(endpoint, action, params, credentials(KEYS.volcengine))
      if (!reply.result && reply.status !== 200)
        throw new Error(`${action}: ${JSON.stringify(reply.metadata)}`)
      return reply.result ?? {}
    },
    async remove(path, body) {
      const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' }
      const url = `http://${endpoint}/keyplane/v1${path}`
      const response = await fetch(url, { method: 'DELETE', headers, body: JSON.stringify(body) })
      // An object, or a problem with a title.
      const answer = (await response.json()) as Answer
      if (!response.ok) throw new Error(`DELETE ${path}: ${JSON.stringify(answer)}`)
      return answer
    },
  }
}

function credentials({ id, secret }: { readonly id: string; readonly secret: string }) {
  return { accessKeyId: id, secret }
}
