import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'

/** The official CVM client against a server of ours. */
export function cvmClient(endpoint: string, secretId = 'AKIDacmeroot', secretKey = 'acme-root-secret') {
  return new cvm.v20170312.Client({
    credential: { secretId, secretKey },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint, protocol: 'http://' } },
  })
}

/** One account with one running and one stopped CVM instance, both with the password S3cret-pw!. */
export const CVM_SEED = `
accounts:
  - id: "1000000001"
    name: acme
    users: [{ name: root, accessKeys: [{ id: AKIDacmeroot, secret: acme-root-secret }] }]
instances:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-running0, password: S3cret-pw! }
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-stopped0, password: S3cret-pw!, state: stopped }
`
