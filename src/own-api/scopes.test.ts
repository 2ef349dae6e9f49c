import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../../tests/start-keyplane.ts'
import { createOwnApiClient } from './client.ts'
import { contract } from './contract/index.ts'
import type { RouteMeta } from './contract/route.ts'
import { covers, type Scope } from './contract/scopes.ts'

const TOKEN = 'the-administrators-token'

interface Route {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly scope: Scope
}

/** Every route of the contract. */
function routesOf(part: object): readonly Route[] {
  return Object.values(part).flatMap((each: object): readonly Route[] => {
    if (!('~orpc' in each)) return routesOf(each)
    // What `route()` made.
    const { meta, route } = each['~orpc'] as { meta: RouteMeta; route: { method: string; path: string } }
    const { method, path } = route
    return [{ name: `${method} ${path}`, method, path: path.replaceAll(/\{\w+\}/g, 'x'), scope: meta.scope }]
  })
}

const ROUTES = routesOf(contract)
const LIMITED = ['reader', 'operator'] as const
/** Each route with each token that is good for less than it needs. */
const REFUSALS = ROUTES.flatMap((route) =>
  LIMITED.flatMap((scope) => (covers(scope, route.scope) ? [] : [{ route, scope }])),
)

let keyplane: TestKeyplane
const tokens: Partial<Record<Scope, string>> = {}
beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: TOKEN })
  const admin = createOwnApiClient({ url: keyplane.api, token: TOKEN })
  for (const scope of LIMITED) tokens[scope] = (await admin.tokens.create({ name: scope, scope })).token
})
afterAll(() => keyplane[Symbol.asyncDispose]())

async function call({ method, path }: Route, token: string): Promise<{ status: number; detail: unknown }> {
  const answer = await fetch(`${keyplane.api}/keyplane/v1${path}`, {
    ...{ method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } },
    ...(method === 'GET' ? {} : { body: '{}' }),
  })
  const { detail } = (await answer.json()) as { detail: unknown }
  return { status: answer.status, detail }
}

describe('every route', () => {
  it.each(ROUTES)('$name wants a token', async (route) => {
    expect(await call(route, 'nobodys')).toMatchObject({ status: 401 })
  })

  it.each(REFUSALS)('$route.name refuses a token that is good for $scope alone', async ({ route, scope }) => {
    expect(await call(route, tokens[scope] ?? '')).toEqual({
      ...{ status: 403, detail: `the token is good for ${scope}; this needs ${route.scope}` },
    })
  })

  it('changes nothing for a reader, but for the own cookie', () => {
    const changing = ROUTES.filter(({ method, scope }) => method !== 'GET' && scope === 'reader')
    expect(changing.map(({ name }) => name).toSorted()).toEqual([
      'DELETE /session',
      'POST /accounts/{account}/users/{user}/check',
      'POST /bindings/preview',
      'POST /key-pairs/inspect',
      'POST /session',
    ])
  })
})
