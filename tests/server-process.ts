import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface ServerProcess {
  readonly process: ChildProcess
  readonly readyLine: string
  /** `http://127.0.0.1:PORT` */
  readonly api: string
  readonly sshPort: number
  /** What it wrote to stderr so far: its log. */
  log(): string
  /** SIGTERM and wait; resolves to the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

const MAIN = join(import.meta.dirname, '..', 'src', 'main.ts')

/** Starts `keyplane serve` as a process of its own and waits for the ready line. */
export async function startServer(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [MAIN, 'serve', ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const lines = createInterface({ input: child.stdout })
  const readyLine = await new Promise<string>((resolve, reject) => {
    lines.once('line', resolve)
    void exited.then((code) =>
      reject(new Error(`keyplane ended with ${code} before it was ready: ${errors}`)),
    )
  })
  const match = /^keyplane ready api=(\S+) ssh=(\S+)$/.exec(readyLine)
  if (!match?.[1] || !match[2]) throw new Error(`not a ready line: ${readyLine}`)
  return {
    process: child,
    readyLine,
    api: match[1],
    sshPort: Number(match[2].split(':').at(-1)),
    log: () => errors,
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      return exited
    },
  }
}
