import { type SshResult, sshKey, sshPassword } from '../tests/ssh-client.ts'
import type { Cloud, Instance } from './clouds/cloud.ts'

export interface Fact {
  readonly name: string
  readonly holds: boolean
}

export interface Result {
  readonly cloud: string
  readonly facts: readonly Fact[]
  readonly seconds: number
}

const PASSWORD = 'Demo-pass-2026'
const COMMAND = 'echo in as $(whoami)'

/** Names of the facts, in the order they are shown. */
export const FACTS = [
  'password opens',
  'change is shown',
  'key opens',
  'password refused',
  'key refused after unbind',
  'password opens again',
] as const

/** Plays the whole story on one cloud and notes which facts held. A call that fails ends the story. */
export async function playThrough(cloud: Cloud, sshPort: number): Promise<Result> {
  const beganMs = Date.now()
  const facts = new Map<string, boolean>()
  console.log(`── ${cloud.name}: ${cloud.rule}`)
  try {
    await play(cloud, { sshPort, note: (name, holds) => facts.set(name, holds && (facts.get(name) ?? true)) })
  } catch (error) {
    console.log(`   ✗ ${error instanceof Error ? error.message : String(error)}`)
  }
  console.log('')
  return {
    cloud: cloud.name,
    facts: FACTS.map((name) => ({ name, holds: facts.get(name) ?? false })),
    seconds: (Date.now() - beganMs) / 1000,
  }
}

interface Stage {
  readonly sshPort: number
  readonly note: (fact: (typeof FACTS)[number], holds: boolean) => void
}

async function play(cloud: Cloud, { sshPort, note }: Stage): Promise<void> {
  const keyPair = await cloud.createKeyPair('demo')
  say(`created key pair ${keyPair.id}, its private key returned once`)
  const instance = await cloud.runInstance(PASSWORD)
  say(`instance ${instance.id} runs at ${instance.address}`)
  const withPassword = () =>
    login(sshPassword({ ...target(instance, sshPort), password: PASSWORD, command: COMMAND }))
  const withKey = () =>
    login(sshKey({ ...target(instance, sshPort), privateKey: keyPair.privateKey, command: COMMAND }))

  note('password opens', tell('password', await withPassword(), 'opens'))

  const shown = await cloud.bind(keyPair, instance)
  say(`bound; right after it: ${shown.text}`)
  note('change is shown', shown.isPending)
  if (shown.isOldAccessInForce) {
    note('change is shown', tell('key, before the reboot', await withKey(), 'refused'))
    note('change is shown', tell('password, before the reboot', await withPassword(), 'opens'))
  }
  await cloud.settle(instance)
  note('key opens', tell('key', await withKey(), 'opens'))
  note('password refused', tell('password', await withPassword(), 'refused'))

  await cloud.unbind(keyPair, instance)
  await cloud.settle(instance)
  say('unbound, and in effect')
  note('key refused after unbind', tell('key', await withKey(), 'refused'))
  note('password opens again', tell('password', await withPassword(), 'opens'))
}

/** Other systems than Linux reach only 127.0.0.1: there the user name says which machine is meant. */
function target(
  { id, address, loginUser }: Instance,
  port: number,
): { host: string; port: number; user: string } {
  if (process.platform === 'linux') return { host: address, port, user: loginUser }
  return { host: '127.0.0.1', port, user: `${loginUser}+${id}` }
}

type Login = { readonly outcome: 'opens' | 'refused'; readonly words: string }

async function login(attempt: Promise<SshResult>): Promise<Login> {
  const { exitCode, stdout, stderr } = await attempt
  if (exitCode === 0 && stdout.startsWith('in as')) return { outcome: 'opens', words: stdout.trim() }
  const lastLine = stderr.trim().split('\n').at(-1) ?? ''
  return { outcome: 'refused', words: lastLine.replace(/^.*?: (Permission denied)/, '$1') }
}

function tell(what: string, { outcome, words }: Login, wanted: Login['outcome']): boolean {
  const holds = outcome === wanted && (wanted === 'opens' || words.startsWith('Permission denied'))
  say(`ssh with ${what}: ${outcome} (${words})`, holds)
  return holds
}

function say(text: string, holds = true): void {
  console.log(`   ${holds ? '·' : '✗'} ${text}`)
}
