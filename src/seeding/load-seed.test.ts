import { describe, expect, it } from 'vitest'

import { ConfigError } from '../config.ts'
import { parseSeed } from './load-seed.ts'

describe('the text of a seed file', () => {
  it.each(['', 'accounts:\n', '{ accounts: [], instances: }'])('%j says nothing', (text) => {
    expect(parseSeed(text, 'seed.yaml')).toEqual({ accounts: [], keyPairs: [], instances: [] })
  })

  it.each([
    ['no YAML', 'accounts: [', 'seed.yaml: '],
    ['a list', '- a', 'seed.yaml: : '],
    ['an unknown key', 'machines: []', 'seed.yaml: '],
    ['aliases beyond count', `a: &a []\nb: [${'*a,'.repeat(1_001)}]`, 'seed.yaml: more than 1000 aliases'],
    ['keys in keys', '? '.repeat(400), 'seed.yaml: With stringKeys, all keys must be strings'],
    [
      'more aliases than a person writes',
      `a: &a [1]\nb: &b [${'*a,'.repeat(60)}]\nc: [${'*b,'.repeat(60)}]`,
      'seed.yaml',
    ],
  ])('is refused: %s', (_name, text, complaint) => {
    expect(() => parseSeed(text, 'seed.yaml')).toThrow(ConfigError)
    expect(() => parseSeed(text, 'seed.yaml')).toThrow(complaint)
  })
})
