import { createInterface } from 'node:readline/promises'

import { z } from 'zod'

import { type LoginFlags, loginOf, parseHop } from './host-address.ts'
import { CommandError, EXIT_NO, type OwnClient } from './own-client.ts'
import { rowsAsText } from './print-rows.ts'

export interface AddFlags extends LoginFlags {
  readonly port?: string
  readonly jump?: readonly string[]
  readonly dialect?: string
  readonly region?: string
  readonly account?: string
  readonly name?: string
  readonly loginUser?: string
  readonly drift?: string
  readonly acceptNew?: boolean
  readonly fingerprint?: string
  readonly installKey?: boolean
  readonly dryRun?: boolean
}

const enrolled = z.object({
  id: z.string().optional(),
  hostKeys: z.array(
    z.object({ address: z.string(), port: z.number(), fingerprint: z.string(), isConfirmed: z.boolean() }),
  ),
  findings: z
    .array(z.object({ subject: z.string(), verdict: z.string(), why: z.string(), remedy: z.string() }))
    .nullable(),
})

type Enrolled = z.output<typeof enrolled>
type Body = ReturnType<typeof bodyOf>

/** Looks at a host, asks for each host key that nobody has confirmed, shows the preflight and takes the host in. */
export async function addHost(client: OwnClient, target: string, flags: AddFlags): Promise<void> {
  let body = bodyOf(target, flags)
  let seen = await look(client, body)
  while (seen.findings === null) {
    body = withConfirmed(body, seen, await confirm(seen))
    seen = await look(client, body)
  }
  for (const { address, port, fingerprint } of seen.hostKeys) {
    process.stdout.write(`host key of ${address}:${port}  ${fingerprint}\n`)
  }
  process.stdout.write(findingsAsText(seen.findings))
  if (flags.dryRun === true) return
  const pinned = withAllPinned(body, seen)
  const { id } = enrolled.parse(await client.call('POST', '/hosts', { ...pinned, dryRun: false }))
  process.stdout.write(`enrolled as ${id}\n`)
}

function bodyOf(target: string, flags: AddFlags) {
  const { port, jump = [], dialect, region, account, name, loginUser, drift, fingerprint } = flags
  const host = parseHop(target)
  const login = loginOf(flags)
  const optional = { dialect, region, account, name, loginUser, drift, fingerprint }
  return {
    ...host,
    ...(port === undefined ? {} : { port: Number(port) }),
    login,
    jump: jump.map((hop): HopBody => ({ ...parseHop(hop), login })),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
    acceptNew: flags.acceptNew === true,
    installKey: flags.installKey === true,
    dryRun: true,
  }
}

type HopBody = ReturnType<typeof parseHop> & { login: ReturnType<typeof loginOf>; fingerprint?: string }

async function look(client: OwnClient, body: Body): Promise<Enrolled> {
  return enrolled.parse(await client.call('POST', '/hosts', body))
}

/** Asks whether the last key shown is the right one. @throws CommandError when nobody can be asked, or says no */
async function confirm({ hostKeys }: Enrolled): Promise<string> {
  const [last] = hostKeys.slice(-1)
  if (!last) throw new CommandError('the server showed no host key', EXIT_NO)
  const { address, port, fingerprint } = last
  if (!process.stdin.isTTY) {
    throw new CommandError(
      `the host key of ${address}:${port} is ${fingerprint}; confirm it with --fingerprint or --accept-new`,
      EXIT_NO,
    )
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(
      `host key of ${address}:${port} is ${fingerprint}\nIs it right? [yes/no] `,
    )
    if (answer.trim().toLowerCase() === 'yes') return fingerprint
    throw new CommandError('not enrolled: the host key was not confirmed', EXIT_NO)
  } finally {
    terminal.close()
  }
}

/** The key shown last belongs to the hop of that number: jump hosts first, then the host. */
function withConfirmed(body: Body, { hostKeys }: Enrolled, fingerprint: string): Body {
  const place = hostKeys.length - 1
  if (place >= body.jump.length) return { ...body, fingerprint } as Body
  return { ...body, jump: body.jump.map((hop, index) => (index === place ? { ...hop, fingerprint } : hop)) }
}

/** What is taken in is what was looked at: with the keys that were shown, whatever is shown next. */
function withAllPinned(body: Body, seen: Enrolled): Body {
  return seen.hostKeys.reduce(
    (pinned, { fingerprint }, place) =>
      withConfirmed(pinned, { ...seen, hostKeys: seen.hostKeys.slice(0, place + 1) }, fingerprint),
    body,
  )
}

const SIGNS: Readonly<Record<string, string>> = { works: 'ok', limited: 'limited', fails: 'FAILS' }

function findingsAsText(findings: NonNullable<Enrolled['findings']>): string {
  return rowsAsText(
    findings.map(({ subject, verdict, why, remedy }) => [
      subject,
      SIGNS[verdict] ?? verdict,
      remedy === '' ? why : `${why} (${remedy})`,
    ]),
  )
}
