import { createOwnApiClient, type OwnApiClient } from '../../src/own-api/client.ts'
import { startTestKeyplane, type TestKeyplane, type TestOptions } from '../start-keyplane.ts'

/** Token of the administrator. */
export const WORLD_TOKEN = 'the-admin-token-of-the-world-tests'

export interface ControlledKeyplane extends TestKeyplane {
  /** The own API as its administrator. */
  readonly own: OwnApiClient
  /** Control of its world. */
  readonly control: OwnApiClient['world']
}

/** A Keyplane whose world is controlled through its own API. Use with `await using`. */
export async function startControlled(options: TestOptions = {}): Promise<ControlledKeyplane> {
  const keyplane = await startTestKeyplane({ adminToken: WORLD_TOKEN, ...options })
  const own = createOwnApiClient({ url: keyplane.api, token: WORLD_TOKEN })
  return {
    ...keyplane,
    ...{ own, control: own.world },
    [Symbol.asyncDispose]: () => keyplane[Symbol.asyncDispose](),
  }
}

export const ACCOUNT = '1000000001'

/** An account with instances of every cloud, all with the password S3cret-pw!. */
export const WORLD_SEED = `
accounts:
  - id: "${ACCOUNT}"
    name: acme
    users: [{ name: root, mfa: verified, accessKeys: [{ id: AKIDacmeroot, secret: acme-root-secret }] }]
    roles: [{ name: ops }]
    requireMfa: [ResetInstance]
  - id: "1000000002"
    name: other
    users: [{ name: root, accessKeys: [{ id: AKIDother, secret: other-secret }] }]
instances:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-running0, password: S3cret-pw! }
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-stopped0, password: S3cret-pw!, state: stopped }
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-busyyyy0, busy: true }
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-stoppin0, state: stopping }
  - { dialect: tencent-cvm, account: other, region: ap-guangzhou, id: ins-ofother0 }
  - { dialect: tencent-lighthouse, account: acme, region: ap-guangzhou, id: lhins-running0, password: S3cret-pw! }
  - { dialect: alibaba-ecs, account: acme, region: cn-hangzhou, id: i-bp1running, password: S3cret-pw! }
`

export const ROOT = { id: 'AKIDacmeroot', secret: 'acme-root-secret' }
