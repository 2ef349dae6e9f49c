import { createInterface } from 'node:readline/promises'

import { type LoginFlags, loginOf, parseHop } from './host-address.ts'
import { hostTexts as texts } from './host-texts.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import { CommandError } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { EXIT } from './kit/exit-codes.ts'
import { printable, printLine, rowsAsText } from './kit/output.ts'

export interface AddFlags extends LoginFlags {
  readonly port?: string
  readonly jump?: readonly string[]
  readonly dialect?: string
  readonly region?: string
  readonly account: string
  readonly name?: string
  readonly loginUser?: string
  readonly drift?: string
  readonly acceptNew?: boolean
  readonly fingerprint?: string
  readonly installKey?: boolean
  readonly dryRun?: boolean
}

type Enrolled = Awaited<ReturnType<OwnApiClient['hosts']['enrol']>>
type Body = ReturnType<typeof bodyOf>

/** Looks at a host, asks for each host key that nobody has confirmed, shows the preflight and takes the host in. */
export async function addHost(
  context: CommandContext,
  client: OwnApiClient,
  { target, ...flags }: AddFlags & { readonly target: string },
): Promise<void> {
  const { say } = context
  let body = bodyOf(target, flags)
  let seen = await client.hosts.enrol(body)
  while (seen.findings === null) {
    body = withConfirmed(body, seen, await confirm(context, seen))
    seen = await client.hosts.enrol(body)
  }
  for (const { address, port, fingerprint } of seen.hostKeys) {
    printLine(context, `${say(texts.hostKeyOf(`${address}:${port}`))}  ${fingerprint}`)
  }
  context.out.write(findingsAsText(context, seen.findings))
  if (flags.dryRun === true) return
  const { id = '' } = await client.hosts.enrol({ ...withAllPinned(body, seen), dryRun: false })
  printLine(context, say(texts.enrolled(id)))
}

function bodyOf(target: string, flags: AddFlags) {
  const { port, jump = [], dialect, region, account, name, loginUser, drift, fingerprint } = flags
  const host = parseHop(target)
  const login = loginOf(flags)
  const optional = { dialect, region, name, loginUser, drift, fingerprint }
  return {
    ...host,
    account,
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

/** Asks whether the last key shown is the right one. @throws CommandError when nobody can be asked, or says no */
async function confirm({ say }: CommandContext, { hostKeys }: Enrolled): Promise<string> {
  const last = hostKeys.at(-1)
  if (!last) throw new CommandError(texts.noHostKey, EXIT.no)
  const { fingerprint } = last
  const place = `${last.address}:${last.port}`
  if (!process.stdin.isTTY) throw new CommandError(texts.confirmBy(place, fingerprint), EXIT.no)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(say(texts.isItRight(place, fingerprint)))
    if (answer.trim().toLowerCase() === 'yes') return fingerprint
    throw new CommandError(texts.notConfirmed, EXIT.no)
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

function findingsAsText({ say }: CommandContext, findings: NonNullable<Enrolled['findings']>): string {
  return rowsAsText(
    findings.map(({ subject, verdict, why, remedy }) => [
      printable(subject),
      say(texts.verdicts[verdict]),
      printable(remedy === '' ? why : `${why} (${remedy})`),
    ]),
  )
}
