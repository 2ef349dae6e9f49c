/** `npm test`: installs what the tests need beyond npm where it can, runs them all, closes with one counting line. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { listDialects } from './action-table.ts'
import { undrivenActions } from './coverage/client-table.ts'
import {
  DRIVEN_CALLS_FOLDER,
  DRIVEN_FILE,
  drivenActions,
  drivenText,
  readDrivenActions,
  readDrivenCalls,
  untrueActions,
} from './coverage/driven-calls.ts'
import { failedNames, filesToRunAgain, type Summary, withRunAgain } from './run-again.ts'

/** Asks to write down what official clients have called, in place of comparing it. */
const WRITE_CLIENTS = '--write-clients'

/** Programs the tests start, and the Debian package each comes from. */
const NEEDS = [
  { program: 'ssh', debianPackage: 'openssh-client' },
  { program: 'ssh-keygen', debianPackage: 'openssh-client' },
  { program: 'ssh-copy-id', debianPackage: 'openssh-client' },
  { program: 'curl', debianPackage: 'curl' },
  { program: 'sshd', debianPackage: 'openssh-server' },
  { program: 'dropbear', debianPackage: 'dropbear-bin' },
  { program: 'sudo', debianPackage: 'sudo' },
  { program: 'atd', debianPackage: 'at' },
  { program: 'pg_ctlcluster', debianPackage: 'postgresql' },
  { program: 'ansible', debianPackage: 'ansible-core' },
  { program: 'csh', debianPackage: 'tcsh' },
  { program: 'chromium', debianPackage: 'chromium' },
  { program: 'fish', debianPackage: 'fish' },
  { program: 'zsh', debianPackage: 'zsh' },
]

/** Where servers lie, also where an ordinary user's PATH does not show them. */
const SERVER_FOLDERS = ['/usr/sbin', '/sbin']

const ROOT = join(import.meta.dirname, '..')

process.exitCode = await main()

async function main(): Promise<number> {
  const missing = provideNeeds()
  if (missing.length > 0)
    console.error(`\nMISSING: ${missing.join(', ')}. Tests that need them are skipped, or left out.\n`)
  if (!buildConsole()) {
    console.log('0 passed, 1 failed')
    return 1
  }
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-tests-'))
  try {
    const args = process.argv.slice(2)
    const wanted = args.filter((arg) => arg !== WRITE_CLIENTS)
    const chosen = await projects()
    const first = runTests([...chosen, ...wanted], folder)
    if (!first) {
      console.log('0 passed, 1 failed')
      return 1
    }
    const summary = runAgain(first, chosen, folder)
    const isWhole = args.every((arg) => arg === WRITE_CLIENTS) && summary.success
    const complaint = isWhole ? await clientsComplaint(folder, args.includes(WRITE_CLIENTS)) : undefined
    if (complaint !== undefined) console.error(complaint)
    return report(complaint === undefined ? summary : { ...summary, success: false })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The suites that can run here; which one cannot is said. */
async function projects(): Promise<readonly string[]> {
  // Only now: what it looks for may just have been installed.
  const { noRealHosts } = await import('./real-sshd.ts')
  if (noRealHosts !== undefined)
    console.error(`\nLEFT OUT: the tests on real hosts and of database faults. ${noRealHosts}\n`)
  // Under CI nothing may be left out: there they fail.
  const hasBrowser = isThere('chromium') || process.env['CI'] === 'true'
  if (!hasBrowser) console.error('\nLEFT OUT: the tests of the console. They need Chromium.\n')
  const possible = [
    'unit',
    'end-to-end',
    'concurrency',
    ...(hasBrowser ? ['console'] : []),
    'isolation',
    'abuse',
    ...(noRealHosts === undefined ? ['hosts', 'database-faults'] : []),
  ]
  return possible.map((name) => `--project=${name}`)
}

/** Installs missing programs when this is root on Debian; returns what is still missing. */
function provideNeeds(): readonly string[] {
  const wanted = NEEDS.filter(({ program }) => !isThere(program))
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (wanted.length > 0 && isDebianRoot) {
    const packages = [...new Set(wanted.map(({ debianPackage }) => debianPackage))]
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
      spawnSync('apt-get', ['-q', ...args], { stdio: 'inherit', env: environment })
    }
  }
  return wanted.map(({ program }) => program).filter((program) => !isThere(program))
}

function isThere(program: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(':'), ...SERVER_FOLDERS]
  return folders.some((folder) => existsSync(join(folder, program)))
}

/** The console as its sources are now: two seconds. */
function buildConsole(): boolean {
  const { status } = spawnSync('npm', ['run', '--silent', 'build:console'], { stdio: 'inherit' })
  return status === 0
}

function runTests(args: readonly string[], folder: string): Summary | undefined {
  const file = join(folder, 'summary.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  const env = { ...process.env, [DRIVEN_CALLS_FOLDER]: join(folder, 'driven') }
  spawnSync(process.execPath, [vitest, 'run', ...reporters, ...args], { stdio: 'inherit', env })
  try {
    // Vitest's own report, in the form its JSON reporter documents.
    return JSON.parse(readFileSync(file, 'utf8')) as Summary
  } catch {
    return undefined
  }
}

/** Failed files by themselves; what passes only so is named, for the next who reads the run. */
function runAgain(first: Summary, chosen: readonly string[], folder: string): Summary {
  const files = filesToRunAgain(first, ROOT)
  if (files.length === 0) return first
  const names = failedNames(first, ROOT)
  console.log(`\nFailed beside others, run again by themselves:\n${names.join('\n')}\n`)
  const again = runTests([...chosen, '--no-file-parallelism', ...files], folder)
  if (!again) return first
  const summary = withRunAgain(first, again)
  const stillFailed = new Set(failedNames(summary, ROOT))
  const unsteady = names.filter((name) => !stillFailed.has(name))
  if (unsteady.length > 0)
    console.log(`\nUNSTEADY, to be mended (failed beside others, passed alone):\n${unsteady.join('\n')}\n`)
  return summary
}

/** Compares what official clients called in this run with what is written down, or writes it down. */
async function clientsComplaint(folder: string, writes: boolean): Promise<string | undefined> {
  const calls = readDrivenCalls(join(folder, 'driven'))
  const driven = drivenActions(calls)
  const undriven = undrivenActions(listDialects(), driven)
  if (undriven.length > 0) return `no official client drove: ${undriven.join(', ')}`
  if (writes) {
    writeFileSync(DRIVEN_FILE, await drivenText(driven))
    return undefined
  }
  const untrue = untrueActions(readDrivenActions(), calls)
  if (untrue.length === 0) return undefined
  const advice =
    'the table of clients in docs/coverage.md is not what this run has shown. Run: npm run docs:clients'
  return [...untrue, advice].join('\n')
}

function report({ numPassedTests, numFailedTests, numPendingTests, success }: Summary): number {
  const isCi = process.env['CI'] === 'true'
  const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : ''
  if (isCi && numPendingTests > 0)
    console.error(`under CI a skipped test is a failure: ${numPendingTests} skipped`)
  // A file that cannot even be loaded fails without a test: it must not look like success.
  const failed = success ? numFailedTests : Math.max(1, numFailedTests)
  console.log(`${numPassedTests} passed, ${failed} failed${skipped}`)
  return failed > 0 || (isCi && numPendingTests > 0) ? 1 : 0
}
