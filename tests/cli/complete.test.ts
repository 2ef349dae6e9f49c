import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'

import { listCommands } from './command-tree.ts'

const ROOT = join(import.meta.dirname, '..', '..')
const TESTS = globSync('tests/{cli,e2e,hosts}/**/*.test.ts', { cwd: ROOT }).map((file) =>
  readFileSync(join(ROOT, file), 'utf8'),
)

const english = await listCommands('en')
const chinese = await listCommands('zh')

/** What is said about a command, and about each of its arguments and options. */
function saidOf(command: Command): readonly (readonly [string, string])[] {
  const help = command.createHelp()
  return [
    ['the command', command.description()],
    ...command.registeredArguments.map((argument) => [argument.name(), argument.description] as const),
    ...help.visibleOptions(command).map(({ flags, description }) => [flags, description] as const),
  ]
}

describe('every command says what it does', () => {
  it.each(english)('keyplane $words, in English', ({ command }) => {
    for (const [what, text] of saidOf(command))
      expect(text, what).toMatch(/^[\p{Script=Latin}\d\p{P}\p{S} ]+$/u)
  })

  it.each(chinese)('keyplane $words, in Chinese', ({ command }) => {
    // What is only names of things is the same in both.
    for (const [what, text] of saidOf(command)) expect(text, what).toMatch(/\p{Script=Han}|^USER@HOST/u)
  })
})

const called = english.filter(({ words, command }) => words !== '' && command.commands.length === 0)

describe('every command is tested', () => {
  it.each(called)('keyplane $words is called by a test, with each of its options', ({ words, command }) => {
    // As the arguments of a call, ['host', 'list', …, or in a title.
    const call = new RegExp(`[[(,] ?'${words.replaceAll(' ', "', '")}'|['\`]keyplane ${words}(?![\\w-])`)
    const tests = TESTS.filter((text) => call.test(text))
    expect(tests, `a test in tests/cli, tests/e2e or tests/hosts that calls it`).not.toEqual([])
    const options = command.createHelp().visibleOptions(command)
    const flags = options.flatMap(({ long }) => (long && !OF_ALL.has(long) ? [long] : []))
    const all = tests.join('\n')
    expect(words === 'serve' ? [] : flags.filter((flag) => !all.includes(`'${flag}'`))).toEqual([])
  })
})

/**
 * Tested once for all in reach.test.ts and help.test.ts. The settings of `serve` are each tested where they are read,
 * src/config.test.ts, and where they have their effect.
 */
const OF_ALL = new Set(['--help', '--url', '--token', '--data'])
