import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  anyText,
  invalid,
  refusal,
  REFUSALS,
  startWorld,
  type TestWorld,
} from '../../test-support/test-world.ts'
import type { CallOptions } from '../../test-support/signed-call.ts'

const HOW = { version: '2017-12-14', form: 'v1-query', format: 'JSON' } as const

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

function ask(params: Record<string, string> = {}, options: CallOptions = {}) {
  return world.call('QueryAvailableInstances', params, { ...HOW, ...options })
}

describe('parsing', () => {
  it('refuses a page that is no number', async () => {
    expect(refusal(await ask({ PageNum: 'x' }))).toEqual(invalid('PageNum'))
  })
})

describe('refusals', () => {
  it('refuses a user without policies, at once and not as a fault of the server', async () => {
    expect(refusal(await ask({}, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('has nothing to list', async () => {
    expect((await ask({ Region: 'cn-hangzhou', PageNum: '2', PageSize: '50' })).body).toEqual({
      ...{ RequestId: anyText(), Success: true, Code: 'Success', Message: 'Successful!' },
      Data: { TotalCount: 0, PageNum: 2, PageSize: 50, InstanceList: [] },
    })
  })

  it('answers with XML too', async () => {
    const { text } = await ask({}, { format: 'XML' })
    expect(text).toContain('<Code>Success</Code>')
    expect(text).not.toContain('<InstanceList>')
  })
})
