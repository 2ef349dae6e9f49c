import { isContractProcedure } from '@orpc/contract'
import * as fc from 'fast-check'
import { z } from 'zod'

import { contract } from '../../src/own-api/contract/index.ts'
import { type Callable, type Params, randomCalls, TOLD } from '../isolation/random-calls.ts'

/** PostgreSQL's text cannot hold it. */
const NUL = '\0'
/** Half a character: neither database can hold it, and no query can carry it. */
const HALF = '\ud800'
const SEED = 20_261_121

export interface OddCall {
  readonly callable: Callable
  readonly params: Params
}

/** Calls of an action that its schema takes, one of their texts with an odd character in it. */
export function oddCalls(callable: Callable): readonly OddCall[] {
  const { action } = callable
  const [base] = fc.sample(randomCalls(callable), { numRuns: 1, seed: SEED })
  const params = withoutTold(base?.params ?? {})
  const names = new Set([...Object.keys(params), ...propertiesOf(action.params)])
  const odd = callable.cloud.dialect.startsWith('tencent') ? `a${NUL}b${HALF}` : `a${NUL}b`
  return [...names].flatMap((name) => {
    const values = name in params ? [withOdd(params[name], odd)] : [odd, [odd]]
    const calls = values.map((value) => ({ callable, params: { ...params, [name]: value } }))
    return calls.filter((call) => action.params.safeParse(call.params).success).slice(0, 1)
  })
}

/** Requests to every route of the own API, every text of theirs odd. */
export function oddRequests(account: string): readonly { method: string; path: string; body: object }[] {
  return proceduresOf(contract).flatMap(({ method, path, schema }) => {
    const named = { account, dialect: 'tencent-cvm', region: 'ap-guangzhou', user: 'root' }
    const fields = propertiesOf(schema)
    return fields.map((odd) => {
      const values = Object.fromEntries(
        fields.map((name) => [name, name === odd ? `a${NUL}b${HALF}` : (Reflect.get(named, name) ?? 'a')]),
      )
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(String(values[name]).toWellFormed()),
      )
      return { method, path: filled, body: values }
    })
  })
}

function proceduresOf(router: object): readonly { method: string; path: string; schema: unknown }[] {
  return Object.values(router).flatMap((entry: unknown) => {
    if (isContractProcedure(entry)) {
      const { route, inputSchema } = entry['~orpc']
      return [{ method: route.method ?? 'POST', path: route.path ?? '/', schema: inputSchema as unknown }]
    }
    return typeof entry === 'object' && entry !== null ? proceduresOf(entry) : []
  })
}

function propertiesOf(schema: unknown): readonly string[] {
  if (!(schema instanceof z.ZodType)) return []
  const { properties, anyOf, allOf } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const all = [{ properties }, ...(anyOf ?? []), ...(allOf ?? [])]
  return [...new Set(all.flatMap((one) => Object.keys(one.properties ?? {})))]
}

function withOdd(value: unknown, odd: string): unknown {
  if (typeof value === 'string') return value.startsWith('[') ? value.replace('"', `"${NUL}`) : odd
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => withOdd(item, odd))
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withOdd(item, odd)]))
}

/** Nothing has been told: what would stand for it is an id that nobody knows. */
function withoutTold(params: Params): Params {
  const text = JSON.stringify(params).replaceAll(new RegExp(`${TOLD}\\d+`, 'g'), 'i-unknown1')
  // The same object again.
  return JSON.parse(text) as Params
}
