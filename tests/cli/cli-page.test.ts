import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect, it } from 'vitest'

import { listCommands } from './command-tree.ts'

const PAGE = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'cli.md'), 'utf8')
const commands = await listCommands('en')
const called = commands.filter(({ words, command }) => words !== '' && command.commands.length === 0)

/** The examples of the page, without what shells do and comments. */
const examples = PAGE.split('\n')
  .filter((line) => line.startsWith('keyplane '))
  .map((line) => line.replace(/^keyplane /, '').replace(/ (#|>) .*$/, ''))

it.each(called)('docs/cli.md has an example of keyplane $words', ({ words }) => {
  expect(examples.filter((example) => `${example} `.startsWith(`${words} `))).not.toEqual([])
})

it.each(examples)('the example keyplane %s is one that the command takes', (example) => {
  const [{ words, command } = { words: '', command: undefined }] = called
    .filter(({ words: of }) => `${example} `.startsWith(`${of} `))
    .toSorted((one, other) => other.words.length - one.words.length)
  if (!command) throw new Error('there is no such command')
  const [mine = ''] = example.slice(words.length).split(' -- ')
  const known = command.options.flatMap(({ short, long }) => [short, long])
  const used = mine.split(' ').filter((word) => word.startsWith('-'))
  expect(known).toEqual(expect.arrayContaining(used))
  const needed = command.options.flatMap(({ long, mandatory }) => (mandatory ? [long] : []))
  expect(used).toEqual(expect.arrayContaining(needed))
})
