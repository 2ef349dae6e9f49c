import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'

import { afterAll, beforeAll, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'keyplane-tutorial-'))

interface Block {
  readonly kind: string
  readonly text: string
  /** What the page says that it prints; undefined where it says nothing. */
  readonly output: string | undefined
}

/** The code blocks in order, each with the output that follows it. */
function blocksOf(page: string): readonly Block[] {
  const found = [...page.matchAll(/^```(sh|js|text)\n([^]*?)^```$/gm)].map(([, kind = '', text = '']) => ({
    kind,
    text,
  }))
  return found.flatMap((block, index) => {
    if (block.kind === 'text') return []
    const next = found[index + 1]
    return [{ ...block, output: next?.kind === 'text' ? next.text : undefined }]
  })
}

/** `…` stands for whatever is there. */
function patternOf(output: string): RegExp {
  const quoted = output.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return new RegExp(`^${quoted.replaceAll('…', '[^]*?')}$`)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A TCP server's address is an AddressInfo.
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

let ports: { readonly api: number; readonly ssh: number }
const started: ChildProcess[] = []

beforeAll(async () => {
  ports = { api: await freePort(), ssh: await freePort() }
  for (const name of ['src', 'package.json', 'node_modules'])
    symlinkSync(join(ROOT, name), join(folder, name))
})

afterAll(async () => {
  for (const child of started) {
    const exited = new Promise((resolve) => child.once('exit', resolve))
    if (child.exitCode === null && child.pid !== undefined) {
      // The group: npm and what it runs.
      process.kill(-child.pid, 'SIGTERM')
      await exited
    }
  }
  rmSync(folder, { recursive: true, force: true })
})

function terminal(command: string): ChildProcess {
  const { NO_COLOR: _, ...environment } = process.env
  const child = spawn('bash', ['-c', command], {
    cwd: folder,
    detached: true,
    env: {
      ...environment,
      PATH: `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env['PATH']}`,
      // Only the ports differ from what a reader gets.
      KEYPLANE_LISTEN: `127.0.0.1:${ports.api}`,
      KEYPLANE_SSH_LISTEN: `0.0.0.0:${ports.ssh}`,
      KEYPLANE_URL: `http://127.0.0.1:${ports.api}`,
      KEYPLANE_LANG: 'en',
      SSH_AUTH_SOCK: '',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  return child
}

/** The port numbers of the page in place of ours. */
function asOnThePage(text: string): string {
  return text.replaceAll(`:${ports.api}`, ':7420').replaceAll(`:${ports.ssh}`, ':7422')
}

/** The first line that a server prints, which stays running. */
async function firstLine(command: string): Promise<string> {
  const child = terminal(command)
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  if (!child.stdout) throw new Error('there is no output to read')
  for await (const line of createInterface({ input: child.stdout })) {
    // npm says first what it runs.
    if (line.startsWith('keyplane ')) return asOnThePage(`${line}\n`)
  }
  throw new Error(`it ended before it was ready: ${errors}`)
}

const MARK = '---- next block ----'

/** What each block prints, run one after the other in one shell, as somebody types them. */
async function typeAll(blocks: readonly Block[]): Promise<readonly string[]> {
  const script = blocks.map(({ text }) => `${text}\necho "${MARK}"`).join('\n')
  const child = terminal(`exec 2>&1\n${script}`)
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  await new Promise((resolve) => child.once('close', resolve))
  return asOnThePage(output)
    .split(`${MARK}\n`)
    .map((text) => text.replaceAll('\r\n', '\n'))
}

it('docs/tutorial.md does what it says, block by block', async () => {
  const blocks = blocksOf(readFileSync(join(ROOT, 'docs', 'tutorial.md'), 'utf8'))
  const [install, serve, ...rest] = blocks
  // Done before any test runs.
  expect(install?.text).toBe('npm ci\n')
  expect(await firstLine(serve?.text ?? '')).toBe(serve?.output)
  const [script] = rest.filter(({ kind }) => kind === 'js')
  writeFileSync(join(folder, 'make.mjs'), (script?.text ?? '').replace(':7420', `:${ports.api}`))
  const typed = rest.filter(({ kind }) => kind === 'sh')
  expect(typed.length).toBeGreaterThan(8)
  const printed = await typeAll(typed)
  const told = typed.map(({ output }, index) => ({ output: output ?? '…', printed: printed[index] }))
  for (const { output, printed: seen } of told) expect(seen).toMatch(patternOf(output))
}, 120_000)
