import type { AttackedServer } from './attacked-server.ts'
import { PASSWORD } from './attacked-server.ts'
import type { Tally } from './attack.ts'
import type { AttackName } from './attacks.ts'
import { callForAWhile, logInForAWhile, type Seen } from './legitimate.ts'
import { startAttack } from './start-attack.ts'

/** Those who mean well, and those who do not, are sources of their own. */
const FRIEND = '127.0.0.1'
const ENEMY = '127.0.0.2'

/** What was seen in one while. */
export interface While {
  readonly calls: Seen
  readonly keyLogins: Seen | undefined
  readonly passwordLogins: Seen | undefined
  /** Of the server, in the middle of it. */
  readonly handles: number
  readonly residentMiB: number
  /** What came of the attack, and how long it had gone on. */
  readonly tally: Tally
  readonly attackedMs: number
}

interface WhileOptions {
  readonly durationMs: number
  /** Also log in, by key and by password. */
  readonly logsIn: boolean
  readonly attack?: { readonly name: AttackName; readonly size: number }
}

/** Calls, and log-ins where they are asked for, for a while: in peace or beside an attack that is in full swing. */
export async function measure(server: AttackedServer, options: WhileOptions): Promise<While> {
  const { attack, durationMs, logsIn } = options
  const { apiPort, sshPort, byKey, byPassword, privateKey } = server
  const beganMs = performance.now()
  const target = { apiPort, sshPort, byKey, privateKey, machine: byPassword, from: ENEMY }
  await using running = attack && (await startAttack(attack.name, { ...target, size: attack.size }))
  const door = { port: sshPort, from: FRIEND }
  const [calls, keyLogins, passwordLogins] = await Promise.all([
    callForAWhile(apiPort, durationMs),
    logsIn ? logInForAWhile({ ...door, machine: byKey, login: { privateKey } }, durationMs) : undefined,
    logsIn
      ? logInForAWhile({ ...door, machine: byPassword, login: { password: PASSWORD } }, durationMs)
      : undefined,
  ])
  const tally = (await running?.tally()) ?? {}
  const state = { handles: server.handles(), residentMiB: server.residentMiB() }
  return { calls, keyLogins, passwordLogins, ...state, tally, attackedMs: performance.now() - beganMs }
}

/** All that legitimate clients saw. */
export function seenIn({ calls, keyLogins, passwordLogins }: While): readonly (readonly [string, Seen])[] {
  const all = { calls, 'log-ins by key': keyLogins, 'log-ins by password': passwordLogins }
  return Object.entries(all).flatMap(([name, seen]) => (seen ? [[name, seen] as const] : []))
}
