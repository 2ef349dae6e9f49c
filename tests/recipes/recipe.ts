/** How one error code is produced: data, followed by a test and printed for people in docs/errors.md. */
export interface Recipe {
  readonly dialect: DialectId
  readonly code: string
  /** `instance`: the code of one instance, inside an answer that is itself a success. `call` by default. */
  readonly level?: Level
  /** HTTP status. */
  readonly status: number
  /** Exact, but for `{requestId}`, which is that of the answer, and `{…}`, which is any text. */
  readonly message: string
  /** What a caller gets who asks for Chinese, where the cloud answers in it. */
  readonly messageZh?: string
  /** Where the message is from, when it is not the sentence of the page that has the code. */
  readonly messageFrom?: string
  /** Flags of `keyplane serve`, besides `--seed tests/recipes/world.yaml`. */
  readonly flags?: Flags
  /** Calls made before; they succeed. */
  readonly setup?: readonly RecipeCall[]
  /** What is broken after them: Keyplane is stopped, this is done to its data, Keyplane is started again. */
  readonly damage?: Damage
  readonly call: RecipeCall
  /** The call is repeated until it is answered so: something has to end first. */
  readonly isRepeated?: boolean
  /** One sentence: why this is the answer. */
  readonly why: string
}

export type DialectId = 'tencent-cvm' | 'tencent-lighthouse' | 'volcengine-ecs' | 'alibaba-ecs'
export type Level = 'call' | 'instance'

export interface Flags {
  readonly mode?: 'strict'
  readonly rates?: string
  /** Duration of a simulated step: long, so that it can be watched. */
  readonly transitionMs?: number
}

export interface Damage {
  /** Run on the file `keyplane.db` of the data directory. */
  readonly sql: string
  /** What it stands for. */
  readonly means: string
}

/** One signed call. Everything but the action has the values of an ordinary call by default. */
export interface RecipeCall {
  readonly action: string
  /** As an SDK takes them; lists become numbered parameters where the cloud has those. */
  readonly params?: Readonly<Record<string, unknown>>
  readonly as?: Signer
  readonly region?: string
  readonly version?: string
  /** Service in the scope of the signature. Volcengine only. */
  readonly service?: string
  /** Session token. */
  readonly token?: string
  /** How long ago it was signed. */
  readonly signedAgoSeconds?: number
  /** `SignatureNonce`. Alibaba only. */
  readonly nonce?: string
  /** How parameters and signature travel; as SDKs send them by default. */
  readonly form?: 'get' | 'v1'
  /** Sent and signed as it is, in place of the parameters. Tencent only. */
  readonly body?: { readonly contentType: string; readonly text: string }
  /** In place of the time of signing, as it is. Alibaba only. */
  readonly timestamp?: string
  /** Changed after signing; a header that is null is left out. */
  readonly sent?: {
    readonly method?: string
    readonly headers?: Readonly<Record<string, string | null>>
    /** Text in the URL and what stands in its place. */
    readonly url?: readonly [text: string, replacement: string]
  }
}

export interface Signer {
  readonly id: string
  readonly secret: string
}

/** The user without policies, a key that nobody has, and the owner with a wrong secret. */
export const ALICE: Signer = { id: 'AKIDalice', secret: 'alice-secret' }
export const NOBODY: Signer = { id: 'AKIDnobody', secret: 'keyplane' }
export const DISABLED: Signer = { id: 'AKIDdisabled', secret: 'disabled-secret' }
export const WRONG_SECRET: Signer = { id: 'AKIDacmeroot', secret: 'not-the-secret' }

/** Owners of accounts that want a verified code: one has no device, the other has not verified a code of late. */
export const NO_DEVICE: Signer = { id: 'AKIDnodevice', secret: 'no-device-secret' }
export const STALE_CODE: Signer = { id: 'AKIDstalecode', secret: 'stale-code-secret' }

/** A code that must have a recipe. */
export interface RequiredCode {
  readonly dialect: DialectId
  readonly code: string
  readonly level?: Level
  readonly status: number
  /** The page or section that has it. */
  readonly source: string
  /** Its sentence there. */
  readonly page?: string
  readonly pageZh?: string
}

/** A required code that nothing produces yet. */
export interface PendingCode {
  readonly dialect: DialectId
  readonly code: string
  readonly level?: Level
  readonly reason: string
}

/** What tells recipes apart, and the name of their tests. */
export function nameOf({ dialect, code, level }: Pick<Recipe, 'dialect' | 'code' | 'level'>): string {
  return `${dialect} ${code}${level === 'instance' ? ' (one instance)' : ''}`
}

/** `count` different ids of one form: a beginning and eight digits. */
export function manyIds(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(8, '0')}`)
}
