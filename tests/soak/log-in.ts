import { sshKey } from '../ssh-client.ts'

/** Where simulated machines are logged in to, and who knows whether that place was disturbed meanwhile. */
export interface LoginPlace {
  /** Undefined: nobody listens now. */
  sshPort(): number | undefined
  /** Counts beginnings and ends of kills and faults: odd while something is away. */
  readonly epoch: number
}

interface Login {
  readonly address: string
  readonly user: string
  readonly privateKey: string
}

const MOST_TRIES = 3

/** Whether the machine lets in; undefined: something was killed meanwhile, so nobody can know. */
export async function logIn(place: LoginPlace, login: Login): Promise<boolean | undefined> {
  const { epoch } = place
  if (epoch % 2 === 1) return undefined
  const { address: host, user, privateKey } = login
  for (let tries = 1; ; tries += 1) {
    const port = place.sshPort()
    if (port === undefined) return undefined
    const { exitCode, stdout, stderr } = await sshKey({ host, port, user, privateKey, command: 'echo in' })
    if (place.epoch !== epoch) return undefined
    if (exitCode === 0 && stdout === 'in\n') return true
    if (exitCode === 255 && stderr.includes('Permission denied')) return false
    // The client gives up by itself where the machine that runs all this is busy with other things.
    const isLate = exitCode === undefined || /timed out|timeout/i.test(stderr)
    if (!isLate || tries === MOST_TRIES) throw new Error(`ssh ended with ${exitCode}: ${stdout} ${stderr}`)
  }
}
