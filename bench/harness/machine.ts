import { spawnSync } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'

/** On what, of what and how something was measured. */
export interface Circumstances {
  readonly date: string
  readonly machine: string
  readonly node: string
  /** With a plus behind it where files are changed that are not committed. */
  readonly commit: string
  readonly command: string
  /** Of the last minute: how many processes wanted a core. */
  readonly loadBefore: number
  readonly loadAfter?: number
}

export function circumstances(): Circumstances {
  const [processor] = cpus()
  const name = process.env['npm_lifecycle_event']
  const args = process.argv.slice(2)
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${processor?.model ?? 'unknown processor'}`,
    node: process.version,
    commit: commitText(),
    command:
      name === undefined
        ? commandText(args)
        : ['npm run', name, ...(args.length > 0 ? ['--'] : []), ...args].join(' '),
    loadBefore: loadavg()[0] ?? 0,
  }
}

/** One line for below a table. */
export function circumstancesText(during: Circumstances): string {
  const { date, machine, node, commit, command, loadBefore, loadAfter = loadBefore } = during
  const load = `load ${loadBefore.toFixed(1)} before, ${loadAfter.toFixed(1)} after`
  return `${date}, ${machine}, Node ${node}, commit ${commit}, \`${command}\`, ${load}`
}

function commandText(args: readonly string[]): string {
  return ['node', (process.argv[1] ?? '').split('/bench/').at(-1) ?? '', ...args]
    .join(' ')
    .replace('node ', 'node bench/')
}

function commitText(): string {
  const at = (...args: readonly string[]) =>
    spawnSync('git', [...args], { cwd: join(import.meta.dirname, '..'), encoding: 'utf8' }).stdout?.trim() ??
    ''
  const commit = at('rev-parse', '--short', 'HEAD')
  const isChanged = at('status', '--porcelain', '--', '../src', '../package-lock.json') !== ''
  return commit === '' ? 'unknown' : `${commit}${isChanged ? '+' : ''}`
}
