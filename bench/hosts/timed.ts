import { spawn } from 'node:child_process'

/** What one run of a program took. */
export interface Timed {
  readonly wallMs: number
  /** CPU time of the program and of all its children that it waited for. */
  readonly cpuMs: number
  readonly stdout: string
}

export interface Program {
  readonly command: readonly [string, ...string[]]
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
}

/** The shell counts what its children used and tells on a channel of its own. Source: POSIX, `times`. */
const SCRIPT = '"$@"; code=$?; times >&3; exit $code'

/** Runs a program to its end. Throws with what it said when it fails. */
export async function timed({ command, env, input }: Program): Promise<Timed> {
  const beganMs = performance.now()
  const child = spawn('sh', ['-c', SCRIPT, 'sh', ...command], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '', times: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()))
  child.stdio[3]?.on('data', (chunk: Buffer) => (said.times += chunk.toString()))
  child.stdin.end(input ?? '')
  let wallMs = 0
  // A program may leave processes that keep its output open, such as ssh that waits for the next command.
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('exit', (exitCode) => {
      wallMs = performance.now() - beganMs
      setImmediate(() => resolve(exitCode))
    })
  })
  for (const stream of [child.stdout, child.stderr, child.stdio[3]]) stream?.removeAllListeners().destroy()
  if (code !== 0) throw new Error(`${command[0]} ended with ${code}:\n${said.stdout}\n${said.stderr}`)
  return { wallMs, cpuMs: childrenCpuMs(said.times), stdout: said.stdout }
}

/** The second line of `times`: user and system time of the children, as `0m1.230s`. */
function childrenCpuMs(text: string): number {
  const parts = [...(text.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)]
  return parts.reduce((sum, [, minutes, seconds]) => sum + (Number(minutes) * 60 + Number(seconds)) * 1000, 0)
}
