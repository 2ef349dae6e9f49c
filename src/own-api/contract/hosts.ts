import { eventIterator } from '@orpc/contract'
import { z } from 'zod'

import { accountId, pageOf, pageQuery, route } from './route.ts'

const userName = z.string().regex(/^[A-Za-z_][\w.-]{0,31}$/, 'must be a Linux user name')

const login = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('management') }),
  z.strictObject({
    kind: z.literal('identity'),
    file: z.string().startsWith('/', 'must be an absolute path'),
  }),
  z.strictObject({ kind: z.literal('agent'), socket: z.string().startsWith('/').optional() }),
])

const hop = z.strictObject({
  address: z.string().regex(/^[A-Za-z0-9._:%-]{1,255}$/, 'must be a host name or an address'),
  port: z.int().min(1).max(65_535).default(22),
  user: userName.default('root'),
  login: login.default({ kind: 'management' }),
  fingerprint: z
    .string()
    .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'must be SHA256: and 43 characters')
    .optional(),
})

const MOST_JUMPS = 8
const driftMode = z.enum(['report', 'adopt', 'enforce'])

export const enrolRequest = z.strictObject({
  ...hop.shape,
  jump: z.array(hop).max(MOST_JUMPS).default([]),
  dialect: z.string().default('tencent-cvm'),
  account: accountId,
  region: z.string().optional(),
  zone: z.string().optional(),
  id: z.string().optional(),
  name: z.string().min(1).max(128).optional(),
  loginUser: userName.optional().describe('Whom bound keys let in; the connecting user by default'),
  drift: driftMode.default('report'),
  acceptNew: z.boolean().default(false),
  installKey: z.boolean().default(false).describe('Let the management key in, and use it from then on'),
  dryRun: z.boolean().default(false),
})

const hostKey = z.object({
  address: z.string(),
  port: z.number(),
  hostKey: z.string(),
  fingerprint: z.string(),
  isConfirmed: z.boolean(),
})

const finding = z.object({
  subject: z.string(),
  verdict: z.enum(['works', 'limited', 'fails']),
  why: z.string(),
  remedy: z.string(),
})

/** What was seen on the way; with an id when the host was taken in. */
export const enrolled = z.object({
  hostKeys: z.array(hostKey).readonly(),
  /** Null as long as a host key on the way is not confirmed. */
  findings: z.array(finding).readonly().nullable(),
  id: z.string().optional(),
})

const host = z.object({
  id: z.string(),
  name: z.string(),
  account: z.string(),
  dialect: z.string(),
  region: z.string(),
  loginUser: z.string(),
  state: z.string(),
  keyPairIds: z.array(z.string()).readonly(),
  isPending: z.boolean(),
  drift: driftMode,
  way: z.array(z.object({ address: z.string(), port: z.number(), user: z.string(), login: z.string() })),
})

const LONGEST_ID = 200
const MOST_HOSTS = 10_000
const hostIds = z.array(z.string().min(1).max(LONGEST_ID)).min(1).max(MOST_HOSTS)

/** How one host is, and what was done about it. */
export const checkedHost = z.object({
  id: z.string(),
  account: z.string(),
  dialect: z.string(),
  address: z.string(),
  state: z.enum(['in-sync', 'drifted', 'unreachable']),
  mode: driftMode,
  /** Absent where nothing had to be done. */
  settled: z.enum(['adopted', 'enforced', 'failed']).optional(),
  keys: z.object({
    ours: z.array(z.string()).readonly(),
    missing: z.array(z.string()).readonly(),
    extra: z.array(z.string()).readonly(),
  }),
  foreign: z.array(z.string()).readonly(),
  password: z.object({ isAnswered: z.boolean().nullable(), shouldBe: z.boolean().nullable() }),
  message: z.string(),
})

export const removedHost = z.object({
  id: z.string(),
  state: z.enum(['forgotten', 'removed']),
  host: z.string().optional(),
  remains: z.array(z.string()).readonly().optional(),
})

const about = { scope: 'operator', tag: 'hosts' } as const

/** Hosts of one's own: taken in, listed, checked and let go. */
export const hosts = {
  list: route('GET', '/hosts', {
    ...about,
    scope: 'reader',
    summary: 'Enrolled hosts of all accounts; a page may be short',
  })
    .input(z.strictObject(pageQuery))
    .output(pageOf(host)),
  enrol: route('POST', '/hosts', {
    ...about,
    scope: 'admin',
    summary: 'Takes a host in, or only looks at it',
  })
    .input(enrolRequest)
    .output(enrolled),
  remove: route('DELETE', '/hosts/{id}', { ...about, scope: 'admin', summary: 'Lets a host go' })
    .input(
      z.strictObject({
        id: z.string(),
        forget: z.boolean().default(false).describe('The host is not touched'),
      }),
    )
    .output(removedHost),
  check: route('POST', '/hosts/check', { ...about, summary: 'Looks at hosts, and does what their mode says' })
    .input(
      z.strictObject({
        ids: hostIds.optional().describe('Absent: every host'),
        mode: driftMode.optional().describe('Instead of the one each host was enrolled with'),
      }),
    )
    .output(eventIterator(checkedHost)),
  key: route('GET', '/hosts/key', {
    ...about,
    scope: 'reader',
    summary: 'The public half of the management key',
  })
    .input(z.strictObject({}))
    .output(z.object({ publicKey: z.string() })),
  rotateKey: route('POST', '/hosts/key/rotate', {
    ...about,
    scope: 'admin',
    summary: 'Replaces the management key on every host but those left out',
  })
    .input(z.strictObject({ skip: z.array(z.string()).default([]) }))
    .output(
      eventIterator(
        z.object({ host: z.string(), step: z.string(), outcome: z.string(), message: z.string() }),
      ),
    ),
}
