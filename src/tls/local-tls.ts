import { readAuthority } from './authority.ts'
import { certificateNames } from './names.ts'
import { endsSoon, readServerCertificate } from './server-certificate.ts'

export interface LocalTlsNeeds {
  /** Directory of the data, or `memory`. */
  readonly data: string
  /** Names of the API hosts; `*.` stands for one label. */
  readonly apiHosts: readonly string[]
  readonly domain: string | undefined
  readonly listenHost: string
  /** Milliseconds since 1970. */
  now(): number
}

/** A certificate of our own, renewed in time, and the authority that clients have to trust. */
export interface LocalTls {
  readonly authority: string
  readonly certificate: { current(): Promise<{ readonly cert: string; readonly key: string }> }
}

/** Reads or makes what `--tls auto` needs. Throws what the file system throws, and ConfigError for an old authority. */
export async function openLocalTls(needs: LocalTlsNeeds): Promise<LocalTls> {
  const { data } = needs
  const now = () => needs.now()
  const names = certificateNames(needs)
  const authority = await readAuthority(data, now())
  let kept = await read()
  // The same object as long as it is the same certificate.
  let inUse = keyAndCertificate()
  let renewal: Promise<void> | undefined
  return { authority: authority.certificate, certificate: { current } }

  function read() {
    return readServerCertificate(data, authority, { names, nowMs: now() })
  }

  function keyAndCertificate() {
    return { cert: kept.certificate, key: kept.key.reveal() }
  }

  async function current() {
    if (endsSoon(kept, now())) await (renewal ??= renew())
    return inUse
  }

  async function renew() {
    try {
      kept = await read()
      inUse = keyAndCertificate()
    } finally {
      renewal = undefined
    }
  }
}
