import type { Service } from '@volcengine/openapi'

import { loadPackage } from '../load-package.ts'
import { type ClientOptions, type ClientTarget, signerOf } from './account.ts'

export type VolcengineEcsClient = Service

const DEFAULTS = { accessKeyId: 'AKLTkeyplane', region: 'cn-beijing' }

/** Source: spec/volcengine.md §4.1. */
export async function volcengineEcs(
  target: ClientTarget,
  options: ClientOptions,
): Promise<VolcengineEcsClient> {
  const { Service } = await loadPackage('@volcengine/openapi', () => import('@volcengine/openapi'))
  const { accessKeyId, accessKeySecret, region } = signerOf(target, options, DEFAULTS)
  return new Service({
    ...{ host: target.endpoint, protocol: 'http:', region },
    ...{ serviceName: 'ecs', defaultVersion: '2020-04-01' },
    ...{ accessKeyId, secretKey: accessKeySecret },
  })
}
