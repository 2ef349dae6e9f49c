import type { ClientOptions, ClientTarget } from './account.ts'
import type { AlibabaEcsClient } from './alibaba.ts'
import type { TencentCvmClient, TencentLighthouseClient } from './tencent.ts'
import type { VolcengineEcsClient } from './volcengine.ts'

/**
 * The official SDKs, pointed at one Keyplane. Each is loaded with its first client and has to be installed by the
 * project that asks for it. By default a client owns an account of its own cloud; the two of Tencent share theirs.
 */
export interface Clients {
  /** `tencentcloud-sdk-nodejs`; by default in ap-guangzhou. */
  tencentCvm(options?: ClientOptions): Promise<TencentCvmClient>
  /** `tencentcloud-sdk-nodejs`; by default in ap-guangzhou. */
  tencentLighthouse(options?: ClientOptions): Promise<TencentLighthouseClient>
  /** `@volcengine/openapi`; by default in cn-beijing. */
  volcengineEcs(options?: ClientOptions): Promise<VolcengineEcsClient>
  /** `@alicloud/ecs20140526`; by default in cn-hangzhou. */
  alibabaEcs(options?: ClientOptions): Promise<AlibabaEcsClient>
}

export function clientsOf(target: ClientTarget): Clients {
  return {
    async tencentCvm(options = {}) {
      const { tencentCvm } = await import('./tencent.ts')
      return tencentCvm(target, options)
    },
    async tencentLighthouse(options = {}) {
      const { tencentLighthouse } = await import('./tencent.ts')
      return tencentLighthouse(target, options)
    },
    async volcengineEcs(options = {}) {
      const { volcengineEcs } = await import('./volcengine.ts')
      return volcengineEcs(target, options)
    },
    async alibabaEcs(options = {}) {
      const { alibabaEcs } = await import('./alibaba.ts')
      return alibabaEcs(target, options)
    },
  }
}
