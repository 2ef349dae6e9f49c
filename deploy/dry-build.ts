/**
 * `node deploy/dry-build.ts`: what an engine would do with the Containerfile, in a directory that goes away again. Each
 * stage is a folder; what npm is told to do there is done, by this machine's npm and the registry or cache it has; then
 * the server is started as the image would, asked by the image's own health check, and told to end. What only an engine
 * can do is left out: the base image, users, the read-only root.
 */
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, relative } from 'node:path'
import { createInterface } from 'node:readline'

import {
  environmentOf,
  ignoredPaths,
  readContainerfile,
  readCopy,
  ROOT,
  type Stage,
  textOf,
  wordsOf,
} from './containerfile.ts'

/** Long enough for a slow disk; the server itself needs half a second. */
const LONGEST_START_MS = 60_000

/** This Node first: the image has one, and so do stages whose packages bring none along. */
const PATH = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter)

const folder = mkdtempSync(join(tmpdir(), 'keyplane-dry-build-'))
try {
  const stages = readContainerfile()
  for (const stage of stages) build(stage)
  const last = stages.at(-1)
  if (!last) throw new Error('the Containerfile has no stage')
  await tryOut(last)
  console.log('The Containerfile builds what starts, is ready and ends.')
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The folder that is `/` to a stage. */
function rootOf(stageName: string): string {
  return join(folder, stageName === '' ? 'image' : `stage-${stageName}`)
}

function build(stage: Stage): void {
  console.log(`\nFROM ${stage.image}${stage.name === '' ? '' : ` AS ${stage.name}`}`)
  const root = rootOf(stage.name)
  const workdir = join(root, textOf(stage, 'WORKDIR'))
  mkdirSync(workdir, { recursive: true })
  for (const { verb, text } of stage.instructions) {
    if (verb === 'COPY') copy(text, workdir)
    else if (verb === 'RUN') run(text, workdir)
  }
}

function copy(text: string, workdir: string): void {
  console.log(`COPY ${text}`)
  const { from, sources, target } = readCopy(text)
  const isIgnored = from === undefined ? ignoredPaths() : () => false
  for (const source of sources) {
    const path = from === undefined ? join(ROOT, source) : join(rootOf(from), source)
    const isInto = target.endsWith('./')
    cpSync(path, isInto ? join(workdir, source) : join(workdir, target), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => from !== undefined || file === path || !isIgnored(relative(ROOT, file)),
    })
  }
}

/** Only npm's steps: the others prepare what is the machine's own. */
function run(text: string, workdir: string): void {
  if (!text.startsWith('npm ')) {
    console.log(`(not done here) RUN ${text}`)
    return
  }
  console.log(`RUN ${text}`)
  const environment = { ...process.env, PATH, npm_config_prefer_offline: 'true' }
  const [program = '', ...args] = text.split(' ')
  execFileSync(program, args, { cwd: workdir, env: environment, stdio: ['ignore', 'inherit', 'inherit'] })
}

/** Starts what the image would, in its folder, on a free port. */
async function tryOut(stage: Stage): Promise<void> {
  const root = rootOf('')
  const [program = '', ...args] = [...wordsOf(textOf(stage, 'ENTRYPOINT')), ...wordsOf(textOf(stage, 'CMD'))]
  const declared = environmentOf(stage)
  const data = join(root, declared['KEYPLANE_DATA'] ?? '')
  const free = { KEYPLANE_LISTEN: '127.0.0.1:0', KEYPLANE_SSH_LISTEN: '127.0.0.1:0', KEYPLANE_DATA: data }
  const cwd = join(root, textOf(stage, 'WORKDIR'))
  console.log(`\n${[program, ...args].join(' ')}`)
  const server = spawn(program, args, {
    ...{ cwd, env: { PATH, ...declared, ...free } },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<number | null>((resolve) => server.once('exit', resolve))
  try {
    const port = await portOf(server.stdout)
    askHealth(stage, cwd, port)
    const { status } = await fetch(`http://127.0.0.1:${port}/readyz`)
    if (status !== 200) throw new Error(`/readyz says ${status}`)
    const page = await fetch(`http://127.0.0.1:${port}/console/`)
    if (page.status !== 200) throw new Error(`the console says ${page.status}`)
    if (!existsSync(data)) throw new Error(`nothing was written to ${declared['KEYPLANE_DATA']}`)
  } finally {
    server.kill('SIGTERM')
  }
  const code = await exited
  if (code !== 0) throw new Error(`SIGTERM ended it with ${code}`)
}

async function portOf(output: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input: output, signal: AbortSignal.timeout(LONGEST_START_MS) })
  for await (const line of lines) {
    const [, port] = /^keyplane ready api=http:\/\/\S+:(\d+) /.exec(line) ?? []
    if (port !== undefined) return port
  }
  throw new Error('the server did not say that it is ready')
}

/** Runs the image's HEALTHCHECK; it has to be content, and with a port where nobody answers it must not be. */
function askHealth(stage: Stage, cwd: string, port: string): void {
  const [program = '', ...args] = wordsOf(textOf(stage, 'HEALTHCHECK'))
  const ask = (listen: string) =>
    execFileSync(program, args, { cwd, env: { PATH, KEYPLANE_LISTEN: listen }, stdio: 'ignore' })
  ask(`0.0.0.0:${port}`)
  let isContent = true
  try {
    ask('0.0.0.0:1')
  } catch {
    isContent = false
  }
  if (isContent) throw new Error('the health check is content with a server that is not there')
}
