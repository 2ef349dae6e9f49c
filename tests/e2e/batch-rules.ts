import { type DialectId, manyIds, type RecipeCall } from '../recipes/recipe.ts'

export const ACCOUNT = '1000000001'

/** What became of a call over several instances. */
export interface Ending {
  /** Of the refusal of the whole call; undefined when it was answered. */
  readonly code: string | undefined
  /** No row is another than before. */
  readonly isUnchanged: boolean
  /** One per instance, where the cloud answers so. */
  readonly results: readonly unknown[]
}

/** What the pages say about calls over many instances. */
export interface Batch {
  readonly dialect: DialectId
  readonly region: string
  /** Beginning of the ids of instances, and of key pairs. */
  readonly prefixes: readonly [instance: string, keyPair: string]
  /** Most instances in one call. */
  readonly most: number
  bind(instanceIds: readonly string[], keyPair?: string): RecipeCall
  readonly tooMany: Ending
  readonly unknownKeyPair: Ending
  /** Of a good, a Windows and a good instance. */
  mixed(ids: readonly string[]): Ending
  /** Of a good and an unknown instance. */
  unknownInstance(ids: readonly string[]): Ending
  /** Of two good instances; the call names the first one again behind them. */
  twice(ids: readonly string[]): Ending
  /** Of as many good instances as a call takes. */
  full(ids: readonly string[]): Ending
}

function refused(code: string): Ending {
  return { code, isUnchanged: true, results: [] }
}

function answered(results: readonly unknown[] = []): Ending {
  return { code: undefined, isUnchanged: false, results }
}

function associate(InstanceIds: readonly string[], KeyIds: readonly string[]): RecipeCall {
  return { action: 'AssociateInstancesKeyPairs', params: { InstanceIds, KeyIds } }
}

const CVM: Batch = {
  ...{ dialect: 'tencent-cvm', region: 'ap-guangzhou', prefixes: ['ins-', 'skey-'], most: 100 },
  bind: (InstanceIds, id = '00000000') => associate(InstanceIds, [`skey-${id}`]),
  tooMany: refused('InvalidParameterValue.LimitExceeded'),
  unknownKeyPair: refused('InvalidKeyPairId.NotFound'),
  mixed: () => refused('UnsupportedOperation.InstanceOsWindows'),
  unknownInstance: () => refused('InvalidInstanceId.NotFound'),
  twice: () => answered(),
  full: () => answered(),
}

const LIGHTHOUSE: Batch = {
  ...{ dialect: 'tencent-lighthouse', region: 'ap-guangzhou', prefixes: ['lhins-', 'lhkp-'], most: 100 },
  bind: (InstanceIds, id = '00000000') => associate(InstanceIds, [`lhkp-${id}`]),
  tooMany: refused('InvalidParameterValue.LimitExceeded'),
  unknownKeyPair: refused('ResourceNotFound.KeyIdNotFound'),
  mixed: () => refused('UnsupportedOperation.WindowsNotAllowToAssociateKeyPair'),
  unknownInstance: () => refused('ResourceNotFound.InstanceIdNotFound'),
  twice: () => refused('InvalidParameterValue.Duplicated'),
  full: () => answered(),
}

/** An error that is null, not left out. */
function detail(InstanceId = '', Code?: string, Message?: string): unknown {
  return { InstanceId, Error: Code === undefined ? null : { Code, Message } }
}

const VOLCENGINE: Batch = {
  ...{ dialect: 'volcengine-ecs', region: 'cn-beijing', prefixes: ['i-', 'kp-'], most: 100 },
  bind: (InstanceIds, id = '00000000') => ({
    action: 'AttachKeyPair',
    params: { InstanceIds, KeyPairId: `kp-${id}` },
  }),
  tooMany: refused('LimitExceeded.MaximumInstanceIds'),
  unknownKeyPair: refused('InvalidKeyPair.NotFound'),
  mixed: ([first, windows, last]) => {
    const text = 'The OSType of this specified instance is Windows, which does not support key pairs.'
    const bad = detail(windows, 'InvalidKeyPairForWindows.Unsupported', text)
    return answered([detail(first), bad, detail(last)])
  },
  unknownInstance: ([good, unknown]) =>
    answered([
      detail(good),
      detail(unknown, 'InvalidInstance.NotFound', 'The specified instance does not exist.'),
    ]),
  twice: (ids) => answered(ids.map((id) => detail(id))),
  full: (ids) => answered(ids.map((id) => detail(id))),
}

/** All of it text, also the number and the truth value. */
function result(InstanceId = '', Code = '200', Message = 'successful'): unknown {
  return { Code, Message, InstanceId, Success: String(Code === '200') }
}

const ALIBABA: Batch = {
  ...{ dialect: 'alibaba-ecs', region: 'cn-hangzhou', prefixes: ['i-', 'ssh-'], most: 50 },
  bind: (ids, id = '00000000') => ({
    action: 'AttachKeyPair',
    params: { RegionId: 'cn-hangzhou', KeyPairName: `pair${id}`, InstanceIds: JSON.stringify(ids) },
  }),
  tooMany: refused('InstanceKeyPairLimitExceeded'),
  unknownKeyPair: refused('InvalidKeyPairName.NotFound'),
  mixed: ([first, windows, last]) => {
    const text = 'The instance creating is windows, cannot use ssh key pair to login'
    const bad = result(windows, 'DependencyViolation.WindowsInstance', text)
    return answered([result(first), bad, result(last), { TotalCount: '3', FailCount: '1' }])
  },
  unknownInstance: () => refused('InvalidInstanceIds.ValueNotSupported'),
  twice: (ids) => answered([...ids.map((id) => result(id)), { TotalCount: '2', FailCount: '0' }]),
  full: (ids) => answered([...ids.map((id) => result(id)), { TotalCount: '50', FailCount: '0' }]),
}

export const BATCHES: readonly Batch[] = [CVM, LIGHTHOUSE, VOLCENGINE, ALIBABA]

/** The clouds that take several key pairs in one call. */
export const KEY_PAIR_BATCHES: readonly Batch[] = [CVM, LIGHTHOUSE]

/** One more instance and key pair than a call takes, all stopped, and a Windows instance. */
export function seedOf({ dialect, region, prefixes: [instance, keyPair], most }: Batch): string {
  const place = { dialect, account: 'acme', region }
  const keyPairs = manyIds(keyPair, most + 1).map((id, index) => {
    const material = Buffer.concat([KEY_HEAD, Buffer.alloc(32, index + 1)])
    const publicKey = dialect === 'alibaba-ecs' ? ALIBABA_KEY : `ssh-ed25519 ${material.toString('base64')}`
    return { ...place, id, name: `pair${id.slice(keyPair.length)}`, publicKey }
  })
  const instances = manyIds(instance, most + 1).map((id) => ({ ...place, id, state: 'stopped' }))
  const windows = { ...place, id: `${instance}windows1`, state: 'stopped', os: 'windows' }
  const users = [{ name: 'root', accessKeys: [{ id: 'AKIDacmeroot', secret: 'acme-root-secret' }] }]
  const accounts = [{ id: ACCOUNT, name: 'acme', users }]
  return JSON.stringify({ accounts, keyPairs, instances: [...instances, windows] })
}

const KEY_HEAD = Buffer.from('0000000b7373682d6564323535313900000020', 'hex')
/** A nistp256 key, the generator of its curve: this cloud imports no ed25519. */
const ALIBABA_KEY = `ecdsa-sha2-nistp256 ${Buffer.from(
  '0000001365636473612d736861322d6e69737470323536000000086e6973747032353600000041' +
    '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296' +
    '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
  'hex',
).toString('base64')}`
