import type { client } from '../../../kit/api.ts'
import type { DriftMode } from '../host.ts'

type EnrolRequest = Parameters<typeof client.hosts.enrol>[0]
export type Enrolled = Awaited<ReturnType<typeof client.hosts.enrol>>
export type Finding = NonNullable<Enrolled['findings']>[number]

export type LoginKind = 'management' | 'identity' | 'agent'

/** One server on the way, as it stands in the form. */
interface HopDraft {
  readonly address: string
  readonly port: number
  readonly user: string
  readonly login: {
    readonly kind: LoginKind
    readonly file?: string | undefined
    readonly socket?: string | undefined
  }
}

/** What the form holds; a field that was left empty is undefined or ''. */
export interface HostDraft extends HopDraft {
  readonly jump: readonly HopDraft[]
  readonly account: string
  readonly dialect: string
  readonly region?: string | undefined
  readonly zone?: string | undefined
  readonly name?: string | undefined
  readonly loginUser?: string | undefined
  readonly drift: DriftMode
  readonly installKey: boolean
}

export const NEW_HOP: HopDraft = { address: '', port: 22, user: 'root', login: { kind: 'management' } }

export const NEW_HOST: HostDraft = {
  ...NEW_HOP,
  jump: [],
  account: '',
  dialect: 'tencent-cvm',
  drift: 'report',
  installKey: true,
}

/** Fingerprints that the person has confirmed, by the way to each server. */
export type Confirmed = Readonly<Record<string, string>>

/** Servers of a draft in the order of the way. */
export function hopsOf(draft: HostDraft): readonly HopDraft[] {
  return [...draft.jump, draft]
}

/** The way to the server of this number: the same address behind another jump host is another machine. */
export function wayTo(draft: HostDraft, place: number): string {
  return hopsOf(draft)
    .slice(0, place + 1)
    .map(({ address, port }) => `${address}:${port}`)
    .join(' > ')
}

/** What the server is asked, with every fingerprint that was confirmed. */
export function requestOf(draft: HostDraft, confirmed: Confirmed, dryRun: boolean): EnrolRequest {
  const { account, dialect, region, zone, name, loginUser, drift, installKey } = draft
  const hopAt = (hop: HopDraft, place: number) => ({
    ...hopRequest(hop),
    ...pinned(confirmed[wayTo(draft, place)]),
  })
  return {
    ...hopAt(draft, draft.jump.length),
    jump: draft.jump.map(hopAt),
    ...{ account, dialect, drift, dryRun },
    ...given({ region, zone, name, loginUser }),
    // Who logs in with the management key has let it in already.
    installKey: installKey && draft.login.kind !== 'management',
    acceptNew: false,
  }
}

function hopRequest({ address, port, user, login }: HopDraft) {
  return { address: address.trim(), port, user, login: loginRequest(login) }
}

function loginRequest({ kind, file = '', socket }: HopDraft['login']): NonNullable<EnrolRequest['login']> {
  if (kind === 'identity') return { kind, file }
  return kind === 'agent' ? { kind, ...given({ socket }) } : { kind }
}

function pinned(fingerprint: string | undefined) {
  return fingerprint === undefined ? {} : { fingerprint }
}

/** Fields that are not empty. */
function given<Name extends string>(
  fields: Readonly<Record<Name, string | undefined>>,
): Partial<Record<Name, string>> {
  const kept: Partial<Record<Name, string>> = {}
  for (const name in fields) {
    const value = fields[name]?.trim()
    if (value !== undefined && value !== '') kept[name] = value
  }
  return kept
}

/** The one finding that keeps no host out: only keys are bound there then. */
const PASSWORD_LOGIN = 'password login'

export function isObstacle({ verdict, subject }: Finding): boolean {
  return verdict === 'fails' && subject !== PASSWORD_LOGIN
}
