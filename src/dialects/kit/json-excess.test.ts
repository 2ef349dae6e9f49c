import { describe, expect, it } from 'vitest'

import { findJsonExcess } from './json-excess.ts'
import { MAX_DEPTH, MAX_VALUES } from './nest-pairs.ts'

const BLANKS = ' '.repeat(5_000)

describe('excess of JSON', () => {
  it.each([
    ['brackets', '['.repeat(10_000), 'tooDeep'],
    ['objects', '{"a":'.repeat(10_000), 'tooDeep'],
    ['values', `[${'0,'.repeat(MAX_VALUES + 1)}0]`, 'tooMany'],
    ['open text', `[${'0,'.repeat(MAX_VALUES + 1)}"`, 'tooMany'],
  ])('is found: %s', (_name, json, problem) => {
    expect(findJsonExcess(json)).toMatchObject({ problem })
    expect(findJsonExcess(Buffer.from(json))).toMatchObject({ problem })
  })

  it.each([
    ['as deep as may be', `${BLANKS}${'['.repeat(MAX_DEPTH)}${']'.repeat(MAX_DEPTH)}`],
    ['brackets in a text', `["${'['.repeat(10_000)}"]`],
    ['quotes in a text', `["${'\\"['.repeat(10_000)}"]`],
    ['too small to matter', '['.repeat(100)],
  ])('is none: %s', (_name, json) => {
    expect(findJsonExcess(json)).toBeUndefined()
  })
})
