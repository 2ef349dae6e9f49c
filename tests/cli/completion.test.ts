import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { listCommands } from './command-tree.ts'
import { runCli } from './run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'keyplane-completion-'))
const fileOf = (shell: string) => join(folder, `keyplane.${shell}`)

beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { exitCode, stdout } = await runCli(['completion', shell])
    expect(exitCode).toBe(0)
    writeFileSync(fileOf(shell), stdout)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What bash offers for the last word, as its own completion would ask. */
function offeredByBash(words: readonly string[]): readonly string[] {
  const script = [
    `source ${fileOf('bash')}`,
    'COMP_WORDS=("$@")',
    'COMP_CWORD=$(($# - 1))',
    // The function that `complete` has registered.
    'registered=$(complete -p keyplane); registered=${registered##*-F }; ${registered%% *}',
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n')
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', 'keyplane', ...words], {
    encoding: 'utf8',
    cwd: folder,
  })
  expect(stderr).toBe('')
  return stdout.split('\n').filter((line) => line !== '')
}

describe('keyplane completion bash', () => {
  it('offers every command, subcommand and option of the tree', async () => {
    for (const { words, command } of await listCommands('en')) {
      const before = words === '' ? [] : words.split(' ')
      const offered = offeredByBash([...before, ''])
      const options = command.createHelp().visibleOptions(command)
      expect(offered, words).toEqual(expect.arrayContaining(command.commands.map((child) => child.name())))
      expect(offered, words).toEqual(expect.arrayContaining(options.map(({ long }) => long)))
    }
  })

  it.each([
    [['ho'], ['host']],
    [['host', 'ch'], ['check']],
    [['host', '--url', 'http://127.0.0.1:1', 'ch'], ['check']],
    [
      ['host', 'check', 'web-1', '--mode', ''],
      ['report', 'adopt', 'enforce'],
    ],
    [['host', 'check', '--mo'], ['--mode']],
    [
      ['env', 'te'],
      ['tencent', 'terraform'],
    ],
    [['backup', '--data', 'keyplane.f'], ['keyplane.fish']],
    [['nothing', 'at-all-that-is-known'], []],
  ])('%j is completed to %j', (words, offered) => {
    expect(offeredByBash(words)).toEqual(offered)
  })
})

const hasFish = spawnSync('fish', ['--version']).status === 0

describe.skipIf(!hasFish)('keyplane completion fish', () => {
  it.each([
    ['keyplane ho', ['host']],
    ['keyplane host ch', ['check']],
    ['keyplane host check --mode ', ['adopt', 'enforce', 'report']],
    ['keyplane env te', ['tencent', 'terraform']],
    ['keyplane bind --all', ['--all-hosts']],
  ])('%j is completed to %j', (line, offered) => {
    const { stdout, stderr } = spawnSync(
      'fish',
      ['--no-config', '-c', `source ${fileOf('fish')}; complete -C '${line}'`],
      { encoding: 'utf8', env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder } },
    )
    expect(stderr).toBe('')
    const words = stdout.split('\n').flatMap((text) => (text === '' ? [] : [text.split('\t')[0]]))
    expect(new Set(words)).toEqual(new Set(offered))
  })
})

const hasZsh = spawnSync('zsh', ['--version']).status === 0

describe('keyplane completion zsh', () => {
  it.skipIf(!hasZsh)('is a script that zsh reads', () => {
    const { status, stderr } = spawnSync('zsh', ['-n', fileOf('zsh')], { encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })

  it('is known to compinit by its first line', async () => {
    const { stdout } = await runCli(['completion', 'zsh'])
    expect(stdout).toMatch(/^#compdef keyplane\n/)
    // What bash accepts of it, zsh does: the rest is in the words of the completion system.
    expect(stdout).toContain('"host check --mode") choices="report adopt enforce"; isValue=1 ;;')
  })

  it('refuses a shell that has none', async () => {
    const refused = await runCli(['completion', 'tcsh'], { KEYPLANE_LANG: 'zh' })
    expect(refused).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'keyplane: "tcsh" 不是有效的 <shell>；可选 bash, zsh, fish\n',
    })
  })
})
