import { type AnyContractProcedure, isContractProcedure } from '@orpc/contract'

import { contract } from '../../../src/own-api/contract/index.ts'
import { fromCursor, keyFromCursor } from '../../../src/own-api/server/cursor.ts'
import { placeFromCursor } from '../../../src/own-api/server/instance-cursor.ts'
import { Problem } from '../../../src/own-api/server/problem.ts'
import { SessionCookie, tokenOf } from '../../../src/own-api/server/session-cookie.ts'
import { LIST_BODIES } from './own-api-bodies.ts'
import type { Decoder } from '../decoder.ts'
import { wireInput, wireRequest } from '../wire-input.ts'

const isProblem = (error: unknown) => error instanceof Problem

/** What is read of the library's types, which say "anything" of a route that is not known. */
type Input = { readonly '~standard': { readonly validate: (body: unknown) => unknown } }

const INPUTS = proceduresOf(contract).flatMap(({ '~orpc': { inputSchema } }): readonly Input[] => {
  const schema: Input | undefined = inputSchema
  return schema ? [schema] : []
})

export const ownApiDecoders: readonly Decoder[] = [
  {
    name: 'own-api-input',
    seeds: LIST_BODIES.map((body) => JSON.stringify(body)),
    words: [
      '"account":"1"',
      '"dialect":"tencent-cvm"',
      '"document":{',
      '"__proto__":{',
      '"items":[',
      '"name":"a"',
      '"limit":1',
      '"cursor":"',
    ],
    // Every route may be sent every body.
    run(input) {
      const body = parsed(input.toString())
      return body === undefined
        ? undefined
        : INPUTS.map((schema) => answerOf(schema['~standard'].validate(body)))
    },
  },
  {
    name: 'own-api-cursor',
    seeds: [
      ['1', 'tencent-cvm', 'ins-1'],
      ['newest', 1782000000000, '1', 'tencent-cvm', 'ins-1'],
      ['name', 'a', '1', 'b', 'c'],
    ].map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url')),
    run(input) {
      const text = input.toString()
      const attempts = [
        () => fromCursor(text, 3),
        () => keyFromCursor(text),
        () => placeFromCursor(text, 'newest'),
        () => placeFromCursor(text, 'name'),
      ]
      return attempts.map((attempt) => orProblem(attempt))
    },
    refuses: isProblem,
  },
  {
    // The same without the armour of base64, which mutations mostly break.
    name: 'own-api-cursor-text',
    seeds: [
      '["1","tencent-cvm","ins-1"]',
      '["newest",1782000000000,"1","tencent-cvm","ins-1"]',
      '["name","a","1","b","c"]',
    ],
    run(input) {
      const text = input.toString('base64url')
      return [() => keyFromCursor(text), () => placeFromCursor(text, 'newest')].map((attempt) =>
        orProblem(attempt),
      )
    },
    refuses: isProblem,
    hostile: (bytes) => ['['.repeat(bytes), `[[${'['.repeat(bytes / 2)}${']'.repeat(bytes / 2)}],1,2]`],
  },
  {
    name: 'session-cookie',
    seeds: [
      wireInput({
        target: '/',
        headers: {
          host: 'localhost:8080',
          cookie: 'keyplane8080=abc%20d; a=b',
          'x-keyplane-console': '1',
          'sec-fetch-site': 'same-origin',
          origin: 'http://localhost:8080',
        },
      }),
      wireInput({ target: '/', headers: { host: 'a', authorization: 'Bearer  abc' } }),
    ],
    words: [
      'cookie: ',
      'keyplane8080=',
      'keyplane=',
      ';',
      'host: ',
      ':8080',
      'origin: http://',
      'x-keyplane-console: 1\n',
      'x-forwarded-proto: https\n',
    ],
    run(input) {
      const request = wireRequest(input)
      const token = tokenOf(request)
      const cookie = new SessionCookie(request, token)
      cookie.keep()
      return cookie.headers()
    },
    refuses: isProblem,
    hostile: (bytes) =>
      [';', '=', 'a=b;', '%'].map((piece) =>
        wireInput({ target: '/', headers: { cookie: piece.repeat(bytes / piece.length) } }),
      ),
  },
]

function orProblem(attempt: () => unknown): unknown {
  try {
    return attempt()
  } catch (error) {
    if (isProblem(error)) return undefined
    throw error
  }
}

function answerOf(result: unknown): unknown {
  if (result instanceof Promise) throw new Error('an input is checked later than at once')
  return result
}

function parsed(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : undefined
  } catch {
    return undefined
  }
}

function proceduresOf(router: object): readonly AnyContractProcedure[] {
  return Object.values(router).flatMap((entry: unknown) => {
    if (isContractProcedure(entry)) return [entry]
    return typeof entry === 'object' && entry !== null ? proceduresOf(entry) : []
  })
}
