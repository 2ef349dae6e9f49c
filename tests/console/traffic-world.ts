import PopClient from '@alicloud/pop-core'
import { Service } from '@volcengine/openapi'
import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'

const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'

export const ACCOUNT = '1000000001'
export const ACCESS_KEY = 'AKIDacmeroot'
export const SECRET = 'acme-root-secret'
export const RUNNING = 'ins-1e4r6y8i'
export const STOPPED = 'ins-2s4t6u8v'
export const KEY_PAIR = 'skey-4e5ty7i8'

/** An account with machines in three clouds, whose owner and whose reader call. */
export const TRAFFIC_SEED = `
accounts:
  - id: '${ACCOUNT}'
    name: acme
    users:
      - name: root
        accessKeys: [{ id: ${ACCESS_KEY}, secret: ${SECRET} }]
      - name: alice
        accessKeys: [{ id: AKIDalice, secret: alice-secret }]
keyPairs:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ${KEY_PAIR}, name: deploy, publicKey: '${PUBLIC_KEY}' }
  - { dialect: alibaba-ecs, account: acme, region: cn-hangzhou, name: deploy, publicKey: '${PUBLIC_KEY}' }
instances:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ${RUNNING}, name: web-1, state: running }
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ${STOPPED}, name: web-2, state: stopped }
  - { dialect: alibaba-ecs, account: acme, region: cn-hangzhou, name: shop-1, state: running, keyPairs: [deploy] }
  - { dialect: volcengine-ecs, account: acme, region: cn-beijing, name: batch-1, state: running }
`

export function tencent(
  endpoint: string,
  { secretId = ACCESS_KEY, secretKey = SECRET, method = 'POST' } = {},
) {
  const reqMethod = method === 'GET' ? 'GET' : 'POST'
  return new cvm.v20170312.Client({
    credential: { secretId, secretKey },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint, protocol: 'http://', reqMethod } },
  })
}

export function alibaba(endpoint: string) {
  return new PopClient({
    ...{ accessKeyId: ACCESS_KEY, accessKeySecret: SECRET },
    ...{ endpoint: `http://${endpoint}`, apiVersion: '2014-05-26' },
  })
}

export function volcengine(endpoint: string) {
  return new Service({
    ...{ host: endpoint, protocol: 'http:', region: 'cn-beijing', serviceName: 'ecs' },
    ...{ defaultVersion: '2020-04-01', accessKeyId: ACCESS_KEY, secretKey: SECRET },
  })
}
