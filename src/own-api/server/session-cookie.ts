import { CONSOLE_HEADER } from '../contract/console-header.ts'
import type { OwnRequest } from './answers.ts'
import { Problem } from './problem.ts'

/** Cookies go to the own API alone; pages of the console do not need them. */
const PATH = '/keyplane/'
const LIFE_S = 12 * 3_600

type Asked = Pick<OwnRequest, 'headers' | 'isSecure'>

/** The cookie of a browser, to be set or taken away with the answer. No script can read it. */
export class SessionCookie {
  readonly #request: Asked
  readonly #token: string
  #told: string | undefined

  constructor(request: Asked, token: string) {
    this.#request = request
    this.#token = token
  }

  /** Keeps the token of this call. */
  keep(): void {
    this.#tell(this.#token, LIFE_S)
  }

  end(): void {
    this.#tell('', 0)
  }

  headers(): Readonly<Record<string, string>> {
    return this.#told === undefined ? {} : { 'set-cookie': this.#told }
  }

  #tell(value: string, lifeS: number): void {
    const { headers, isSecure } = this.#request
    // Whoever ends TLS in front of us says so; who claims it falsely only keeps his own cookie from himself.
    const overTls = isSecure || headers['x-forwarded-proto'] === 'https'
    const secure = overTls ? '; Secure' : ''
    this.#told = `${cookieName(headers)}=${encodeURIComponent(value)}; Path=${PATH}; Max-Age=${lifeS}; HttpOnly; SameSite=Strict${secure}`
  }
}

/** The token that a request came with: as bearer, or in the cookie of the console. */
export function tokenOf({ headers }: Pick<OwnRequest, 'headers'>): string {
  const [, given] = /^Bearer +(\S+)$/i.exec(String(headers['authorization'] ?? '')) ?? []
  if (given !== undefined) return given
  const kept = keptToken(headers)
  if (kept === undefined) throw new Problem(401, 'the bearer token is missing or wrong')
  refuseForgery(headers)
  return kept
}

/**
 * A browser adds the cookie also to what a page of another port of this host asks for, as that is the same site; what
 * only the console's own pages can send is wanted beside it.
 */
function refuseForgery(headers: OwnRequest['headers']): void {
  const origin = headers['origin']
  const site = headers['sec-fetch-site'] ?? 'same-origin'
  const isOwn = origin === undefined || hostOf(String(origin)) === headers['host']
  if (headers[CONSOLE_HEADER] !== undefined && isOwn && site === 'same-origin') return
  throw new Problem(403, `a cookie is taken from the console alone, which sends ${CONSOLE_HEADER}`)
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}

function keptToken(headers: OwnRequest['headers']): string | undefined {
  const name = cookieName(headers)
  for (const pair of String(headers['cookie'] ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name && value !== undefined && value !== '') return decoded(value)
  }
  return undefined
}

/** What nobody encoded is no token. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}

/** Cookies know no ports: without it, two servers on one host would sign each other out. */
function cookieName(headers: OwnRequest['headers']): string {
  const [, port = ''] = /:(\d+)$/.exec(String(headers['host'] ?? '')) ?? []
  return `keyplane${port}`
}
