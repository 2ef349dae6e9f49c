import type EcsModule from '@alicloud/ecs20140526'

import { loadPackage, unwrapDefault } from '../load-package.ts'
import { type ClientOptions, type ClientTarget, signerOf } from './account.ts'

/** The module's default export is its client class to TypeScript, and an object with that class to Node. */
type EcsClass = typeof EcsModule extends { readonly default: infer Class } ? Class : typeof EcsModule
export type AlibabaEcsClient = EcsClass extends abstract new (...given: never[]) => infer Client
  ? Client
  : never

const DEFAULTS = { accessKeyId: 'LTAIkeyplane', region: 'cn-hangzhou' }

/** Source: spec/alibaba.md §4.1. */
export async function alibabaEcs(target: ClientTarget, options: ClientOptions): Promise<AlibabaEcsClient> {
  const { default: module } = await loadPackage(
    '@alicloud/ecs20140526',
    () => import('@alicloud/ecs20140526'),
  )
  const Client = unwrapDefault(module)
  const { accessKeyId, accessKeySecret, region } = signerOf(target, options, DEFAULTS)
  const config = {
    ...{ accessKeyId, accessKeySecret, regionId: region },
    ...{ endpoint: target.endpoint, protocol: 'HTTP' },
  }
  // The class of its settings is in another package; the client only reads their fields.
  return new Client(config as ConstructorParameters<typeof Client>[0])
}
