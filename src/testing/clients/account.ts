/** Who a client signs as; what is left out has a default. */
export interface ClientOptions {
  readonly accessKeyId?: string
  readonly accessKeySecret?: string
  readonly region?: string
}

/** Where a client finds Keyplane. */
export interface ClientTarget {
  /** `127.0.0.1:PORT`; speaks HTTP also where TLS is on. */
  readonly endpoint: string
  readonly mode: 'stand-in' | 'strict'
}

export type Signer = Required<ClientOptions>

/** Secret of every access key that the stand-in was not told about. */
const STAND_IN_SECRET = 'keyplane'

/**
 * Who signs. The stand-in makes an account of its own for any access key id, strict mode knows only seeded ones.
 * @throws Error in strict mode without an access key and its secret
 */
export function signerOf(
  { mode }: ClientTarget,
  { accessKeyId, accessKeySecret, region }: ClientOptions,
  defaults: { readonly accessKeyId: string; readonly region: string },
): Signer {
  const place = region ?? defaults.region
  if (mode === 'strict' && (accessKeyId === undefined || accessKeySecret === undefined)) {
    throw new Error('strict mode knows seeded access keys only: give accessKeyId and accessKeySecret')
  }
  return {
    accessKeyId: accessKeyId ?? defaults.accessKeyId,
    accessKeySecret: accessKeySecret ?? STAND_IN_SECRET,
    region: place,
  }
}
