import {
  type Arbitrary,
  array,
  assert,
  constantFrom,
  dictionary,
  json as anyJson,
  jsonValue,
  oneof,
  property,
  record,
  string,
  tuple,
  uint8Array,
} from 'fast-check'
import { describe, expect, it } from 'vitest'

import { readCorpus } from './corpus.ts'
import type { Decoder } from './decoder.ts'
import { DECODERS } from './decoders.ts'
import { familiesOf, judgeGrowth } from './growth.ts'
import { judge } from './judge.ts'
import { mutate } from './mutate.ts'
import { Random } from './random.ts'
import { wireInput } from './wire-input.ts'

/** The same inputs each time, so that a run that fails is about what was changed; long runs take others. */
const SEED = Number(process.env['KEYPLANE_FUZZ_SEED'] ?? 20_261_121)
const MUTANTS = 150
const STRUCTURED = 25
const FAMILIES = 8
const MAX_BYTES = 2048

describe(`every decoder, KEYPLANE_FUZZ_SEED=${SEED}`, () => {
  it.each(DECODERS)('$name reads what is kept, and mutants of it', (decoder) => {
    const inputs = [...seedsOf(decoder), ...readCorpus(decoder.name)]
    const random = new Random(SEED)
    const from = { words: decoder.words ?? [], others: inputs, maxBytes: MAX_BYTES }
    const mutants = Array.from({ length: MUTANTS }, () =>
      mutate(random.of(inputs) ?? Buffer.alloc(0), random, from),
    )
    expect(() => [...inputs, ...mutants].forEach((input) => judge(decoder, input))).not.toThrow()
  })

  it.each(DECODERS)('$name reads JSON, forms, headers and bytes of any kind', (decoder) => {
    const isFine = property(anyInput(decoder), (input) => judge(decoder, input))
    expect(() => assert(isFine, { numRuns: STRUCTURED, seed: SEED })).not.toThrow()
  })

  it.each(DECODERS)('$name takes no longer than its input is long', (decoder) => {
    const families = familiesOf(decoder)
    const random = new Random(SEED)
    const own = families.slice(0, decoder.hostile?.(64).length ?? 0)
    const some = Array.from({ length: FAMILIES }, () => random.of(families) ?? familyOfNothing)
    expect(() => [...own, ...some].forEach((family) => judgeGrowth(decoder, family))).not.toThrow()
  })
})

describe('the registry', () => {
  it('has every decoder once, with seeds that it reads', () => {
    const names = DECODERS.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.every((name) => /^[a-z0-9-]+$/.test(name))).toBe(true)
    expect(DECODERS.filter(({ seeds }) => seeds.length === 0)).toEqual([])
  })
})

/** The judge itself: what it is there for is found. */
describe('a decoder that', () => {
  const broken = (run: Decoder['run']): Decoder => ({ name: 'broken', seeds: [''], run })

  it.each<[string, Decoder['run'], RegExp]>([
    ['throws', (input) => input.readUInt8(input.length), /threw RangeError/],
    ['lets a key through', () => JSON.parse('[{"a":{"__proto__":1}}]') as unknown, /let __proto__ through/],
    [
      'changes a prototype',
      () => Reflect.defineProperty(Map.prototype, 'polluted', { value: 1, configurable: true }),
      /changed a prototype/,
    ],
  ])('%s is found', (_name, run, complaint) => {
    try {
      expect(() => judge(broken(run), Buffer.from('a'))).toThrow(complaint)
    } finally {
      Reflect.deleteProperty(Map.prototype, 'polluted')
    }
  })

  it.each<[string, RegExp]>([
    ['tries every way', /^(?:"(?:\\"|[^"])*"|[^\s"])+(?=\s)/],
    ['looks ahead from everywhere', /(?:"(?:\\.|[^"\\])*"|\S)+/g],
  ])('%s is found', (_name, pattern) => {
    const slow = broken((input) => input.toString().match(pattern)?.length)
    expect(() => judgeGrowth(slow, (bytes) => Buffer.alloc(bytes, '\\"'))).toThrow(/took over|ms for/)
  })
})

function familyOfNothing(): Buffer {
  return Buffer.alloc(0)
}

function seedsOf({ seeds }: Decoder): readonly Buffer[] {
  return seeds.map((seed) => (typeof seed === 'string' ? Buffer.from(seed) : seed))
}

/** Inputs with a structure, which mutations of bytes seldom come by. */
function anyInput({ words = [] }: Decoder): Arbitrary<Buffer> {
  const word = constantFrom('a', ...words)
  const name = oneof(word, string({ unit: 'binary' }), constantFrom('__proto__', 'constructor'))
  const form = array(tuple(name, string({ unit: 'binary' }))).map((pairs) =>
    pairs.map(([key, value]) => `${wellFormed(key)}=${wellFormed(value)}`).join('&'),
  )
  const json = oneof(
    anyJson({ maxDepth: 8 }),
    dictionary(name, jsonValue()).map((value) => JSON.stringify(value)),
  )
  const call = record({
    method: constantFrom('GET', 'POST', 'PUT'),
    query: form,
    body: oneof(json, form),
  }).map(({ method, query, body }) => wireInput({ method, target: `/?${query}`, body }))
  const lines = array(oneof(word, string({ unit: 'binary' }))).map((texts) => texts.join(''))
  return oneof(
    oneof(json, form, call, lines).map((text) => Buffer.from(text)),
    uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  )
}

function wellFormed(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
