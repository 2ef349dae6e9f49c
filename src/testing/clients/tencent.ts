import type { cvm, lighthouse } from 'tencentcloud-sdk-nodejs'

import { loadPackage } from '../load-package.ts'
import { type ClientOptions, type ClientTarget, signerOf } from './account.ts'

export type TencentCvmClient = InstanceType<typeof cvm.v20170312.Client>
export type TencentLighthouseClient = InstanceType<typeof lighthouse.v20200324.Client>

const PACKAGE = 'tencentcloud-sdk-nodejs'
const DEFAULTS = { accessKeyId: 'AKIDkeyplane', region: 'ap-guangzhou' }

/** Only the service that is asked for is loaded: the whole SDK takes seconds. */
export async function tencentCvm(target: ClientTarget, options: ClientOptions): Promise<TencentCvmClient> {
  const { cvm } = await loadPackage(
    PACKAGE,
    () => import('tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'),
  )
  return new cvm.v20170312.Client(settings(target, options))
}

/** CVM and Lighthouse are told apart by the version of their API. */
export async function tencentLighthouse(
  target: ClientTarget,
  options: ClientOptions,
): Promise<TencentLighthouseClient> {
  const { lighthouse } = await loadPackage(
    PACKAGE,
    () => import('tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/index.js'),
  )
  return new lighthouse.v20200324.Client(settings(target, options))
}

/** Source: spec/tencent.md §1.9. */
function settings(target: ClientTarget, options: ClientOptions) {
  const { accessKeyId, accessKeySecret, region } = signerOf(target, options, DEFAULTS)
  return {
    credential: { secretId: accessKeyId, secretKey: accessKeySecret },
    region,
    profile: { httpProfile: { endpoint: target.endpoint, protocol: 'http://' } },
  }
}
