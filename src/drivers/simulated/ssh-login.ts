import ssh2, { type AuthContext, type AuthenticationType, type Connection } from 'ssh2'
import type { Clock } from '../../core/clock.ts'
import { authorizedKeys, isOver } from './authorized-keys.ts'
import { authorizedKeysPath, fileContent } from './disk.ts'
import type { MachineState, StoredMachine } from './machine-state.ts'
import type { Login } from './machine-shell.ts'
import type { PasswordChecks, Trier } from './password.ts'

/** Refused tries until the connection is closed. Source: MaxAuthTries, sshd_config(5). */
const MAX_TRIES = 6
/** Requests of any kind until then: of a key that is known one may ask without end. Source: sshd takes 1024. */
const MAX_REQUESTS = 64

/** The machine and user that a user name of a connection means. */
export interface Candidate {
  readonly machine: StoredMachine
  readonly user: string
}

export interface LoginOptions {
  /** Read anew for every try: access may change while somebody is logging in. */
  readonly locate: (username: string) => Promise<Candidate | undefined>
  readonly passwords: PasswordChecks
  readonly trier: Trier
  /** What time it is on the machines: keys have ends. */
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}

/** Decides every login try of a connection; resolves with the first that is right. */
export function awaitLogin(connection: Connection, options: LoginOptions): Promise<Login> {
  const { promise, resolve } = Promise.withResolvers<Login>()
  let requests = 0
  let refused = 0
  const refuse = (context: AuthContext, methods: AuthenticationType[]) => {
    // Asking at first which methods there are is no try. Source: userauth_finish of OpenSSH.
    if (context.method !== 'none' || requests > 1) refused += 1
    context.reject(methods)
    if (refused >= MAX_TRIES) connection.end()
  }
  const decide = async (context: AuthContext) => {
    const candidate = await options.locate(context.username)
    if (candidate === undefined) return refuse(context, ['publickey'])
    const { row, state } = candidate.machine
    if (!state.isRunning) {
      context.reject(['publickey'])
      return void connection.end()
    }
    const methods: AuthenticationType[] = takesPassword(state)
      ? ['publickey', 'password', 'keyboard-interactive']
      : ['publickey']
    if (!(await isRight(context, candidate, options))) return refuse(context, methods)
    const { machineId, instanceId } = row
    // A public key without signature is only asked about; the answer is the same call.
    const isQuestion = context.method === 'publickey' && context.signature === undefined
    if (isQuestion) repeatAlgorithm(context)
    else resolve({ machineId, instanceId, user: candidate.user, boots: state.boots })
    context.accept()
  }
  connection.on('authentication', (context) => {
    requests += 1
    if (requests > MAX_REQUESTS) return void connection.end()
    decide(context).catch((error: unknown) => {
      options.onError(error)
      connection.end()
    })
  })
  return promise
}

function takesPassword({ allowsPassword, passwordHash }: MachineState): boolean {
  return allowsPassword && passwordHash !== undefined
}

async function isRight(
  context: AuthContext,
  { machine: { state }, user }: Candidate,
  { passwords, trier, clock }: LoginOptions,
): Promise<boolean> {
  switch (context.method) {
    case 'publickey':
      return user === state.loginUser && isKeyRight(context, state, clock.now())
    case 'password':
      return isPasswordRight(context.password, state, { user, passwords, trier })
    case 'keyboard-interactive':
      return takesPassword(state) && isPasswordRight(await ask(context), state, { user, passwords, trier })
    case 'none':
    case 'hostbased':
      return false
  }
}

type KeyContext = Extract<AuthContext, { method: 'publickey' }>

/** Whether the machine's file has the key, its time is not over and, where the client signed already, the signature is the key's. */
function isKeyRight(
  context: KeyContext,
  { disk, loginUser, isRescue }: MachineState,
  nowMs: number,
): boolean {
  if (isRescue) return false
  // SHA-1 signatures prove nothing any more; sshd refuses them as well. Source: OpenSSH 8.8 release notes.
  if (context.key.algo === 'ssh-rsa' && context.hashAlgo === undefined) return false
  const text = fileContent(disk[authorizedKeysPath(loginUser)])?.toString('latin1') ?? ''
  const known = authorizedKeys(text).find(
    (key) => key.type === context.key.algo && key.blob.equals(context.key.data) && !isOver(key, nowMs),
  )
  if (known === undefined) return false
  if (context.signature === undefined || context.blob === undefined) return true
  const key = ssh2.utils.parseKey(`${known.type} ${known.blob.toString('base64')}`)
  // `verify` answers with an Error, not `false`, to a signature it cannot read.
  if (key instanceof Error) return false
  const verdict: unknown = key.verify(context.blob, context.signature, context.hashAlgo)
  return verdict === true
}

/**
 * Lets the answer name the algorithm that was asked about: the library names the type of the key, `ssh-rsa`, and Go
 * clients up to 2023 then take the key for refused. Source: RFC 4252 §7.
 */
function repeatAlgorithm({ key, hashAlgo }: KeyContext): void {
  if (key.algo === 'ssh-rsa' && hashAlgo) key.algo = `rsa-sha2-${hashAlgo === 'sha256' ? 256 : 512}`
}

/** Takes as long for a wrong user as for a wrong password. */
async function isPasswordRight(
  password: unknown,
  state: MachineState,
  { user, passwords, trier }: { user: string; passwords: PasswordChecks; trier: Trier },
): Promise<boolean> {
  // A request to change the password arrives as an object.
  if (!takesPassword(state) || state.passwordHash === undefined || typeof password !== 'string') return false
  return (await passwords.fits(password, state.passwordHash, trier)) && user === state.loginUser
}

type PromptContext = Extract<AuthContext, { method: 'keyboard-interactive' }>

/** Asks for the password; undefined when the client gave up or answered something else. */
function ask(context: PromptContext): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>()
  // An aborted request calls back with an Error in place of the answers.
  context.prompt([{ prompt: 'Password: ', echo: false }], (answers: unknown) => {
    const [answer] = Array.isArray(answers) ? (answers as unknown[]) : []
    resolve(typeof answer === 'string' ? answer : undefined)
  })
  return promise
}
