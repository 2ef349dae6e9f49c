import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { AccessRequest, CallContext, JudgedResource, Principal } from './access-request.ts'
import { decide, type Decision, type Grants } from './decide.ts'
import { ANYTHING, compileGlob } from './glob.ts'
import { asksForResourceFacts, type Policy, type ResourcePattern, type Statement } from './policy.ts'

const USER: Principal = { kind: 'user', account: '1', name: 'alice', id: 'alice', tags: [] }

const CONTEXT: CallContext = {
  principal: USER,
  sourceAddress: '203.0.113.9',
  isSecure: true,
  nowMs: Date.parse('2026-03-01T00:00:00Z'),
  isMfaPresent: undefined,
  requestTags: [],
}

function named(name: string): JudgedResource {
  return { text: name, fields: ['ecs', name] }
}

function only(...names: readonly string[]): ResourcePattern[] {
  return names.map((name) => [ANYTHING, compileGlob(name, '*?')])
}

function statement(
  effect: Statement['effect'],
  parts: Partial<Statement> & { action?: string } = {},
): Statement {
  const { action = '*', ...rest } = parts
  return {
    effect,
    actions: { included: [compileGlob(action, '*?')], excluded: [] },
    resources: { included: ['every'], excluded: [] },
    callConditions: [],
    resourceConditions: [],
    ...rest,
  }
}

function on(...names: readonly string[]): Pick<Statement, 'resources'> {
  return { resources: { included: only(...names), excluded: [] } }
}

function policy(...statements: readonly Statement[]): Policy {
  return { id: 'p', statements }
}

function request(
  names: readonly [string, ...string[]],
  changes: Partial<AccessRequest> & { principal?: Principal } = {},
): AccessRequest {
  const [first, ...rest] = names
  const { principal = USER, ...others } = changes
  return {
    action: 'ecs:Attach',
    resources: [named(first), ...rest.map(named)],
    context: { ...CONTEXT, principal },
    ...others,
  }
}

function outcome(decision: Decision): string {
  return decision.outcome === 'allow' ? 'allow' : `${decision.outcome} ${decision.resource.text}`
}

function judged(asked: AccessRequest, ...identity: readonly Policy[]): string {
  return outcome(decide(asked, { identity }))
}

const ALLOW_ALL = policy(statement('allow'))

describe('decide', () => {
  it('lets the account itself do everything, without a policy and against a deny', () => {
    const asked = request(['a'], { principal: { kind: 'account', account: '1' } })
    expect([judged(asked), judged(asked, policy(statement('deny')))]).toEqual(['allow', 'allow'])
  })

  it('refuses what nothing allows, with the first resource', () => {
    expect(judged(request(['a', 'b']))).toBe('implicitDeny a')
  })

  it('allows resources by different statements of different policies', () => {
    const policies = [policy(statement('allow', on('a'))), policy(statement('allow', on('b')))]
    expect(judged(request(['a', 'b']), ...policies)).toBe('allow')
  })

  it('refuses the whole call when one resource has no allow, and names that one', () => {
    expect(judged(request(['a', 'b', 'c']), policy(statement('allow', on('a', 'c'))))).toBe('implicitDeny b')
  })

  it('refuses the whole call when one resource is denied, and names that one', () => {
    const denied = policy(statement('deny', on('b')))
    expect(judged(request(['a', 'b']), ALLOW_ALL, denied)).toBe('explicitDeny b')
  })

  it('looks for denies on all resources before it looks for allows', () => {
    const denied = policy(statement('deny', on('b')))
    expect(judged(request(['a', 'b']), denied)).toBe('explicitDeny b')
  })

  it('says which statement denied', () => {
    const denied: Policy = { id: 'second', statements: [statement('allow'), statement('deny', on('b'))] }
    expect(decide(request(['b']), { identity: [ALLOW_ALL, denied] })).toEqual({
      outcome: 'explicitDeny',
      layer: 'identity',
      resource: named('b'),
      policyId: 'second',
      statementIndex: 1,
    })
  })

  it('compares actions without case', () => {
    expect(judged(request(['a']), policy(statement('allow', { action: 'ecs:att*' })))).toBe('allow')
  })

  it('leaves out excluded actions and resources', () => {
    const excluded = [compileGlob('ecs:attach', '*?')]
    const noAttach = policy(statement('allow', { actions: { included: [ANYTHING], excluded } }))
    const notB = policy(statement('allow', { resources: { included: ['every'], excluded: only('b') } }))
    expect(judged(request(['a']), noAttach)).toBe('implicitDeny a')
    expect(judged(request(['a'], { action: 'ecs:Stop' }), noAttach)).toBe('allow')
    expect(judged(request(['a', 'b']), notB)).toBe('implicitDeny b')
  })

  it('covers a resource without a name by statements about every resource only', () => {
    const bare: AccessRequest = { ...request(['a']), resources: [{ text: '*', fields: [] }] }
    expect(judged(bare, policy(statement('allow', on('*'))))).toBe('implicitDeny *')
    expect(judged(bare, ALLOW_ALL)).toBe('allow')
    expect(judged(bare, ALLOW_ALL, policy(statement('deny', on('*'))))).toBe('allow')
  })

  it('compares a name that ends in /* as a plain text', () => {
    const asked = request(['keypair/*'])
    expect(judged(asked, policy(statement('allow', on('keypair/*'))))).toBe('allow')
    expect(judged(asked, policy(statement('allow', on('*'))))).toBe('allow')
    expect(judged(asked, policy(statement('allow', on('keypair/web'))))).toBe('implicitDeny keypair/*')
    expect(judged(asked, ALLOW_ALL, policy(statement('deny', on('keypair/web'))))).toBe('allow')
  })

  it('does not cover a name by a pattern of another shape', () => {
    const short: ResourcePattern = [ANYTHING]
    const asked = policy(statement('allow', { resources: { included: [short], excluded: [] } }))
    expect(judged(request(['a']), asked)).toBe('implicitDeny a')
  })

  it('judges conditions per resource, and needs all of them', () => {
    const isDev = (_context: CallContext, resource?: JudgedResource) =>
      resource?.tags?.some(({ value }) => value === 'dev') === true
    const dev = { ...named('a'), tags: [{ key: 'env', value: 'dev' }] }
    const asked: AccessRequest = { ...request(['a']), resources: [dev, named('b')] }
    expect(judged(asked, policy(statement('allow', { resourceConditions: [isDev] })))).toBe('implicitDeny b')
    expect(judged(asked, ALLOW_ALL, policy(statement('deny', { resourceConditions: [isDev] })))).toBe(
      'explicitDeny a',
    )
    const never = policy(statement('allow', { callConditions: [() => true, () => false] }))
    expect(judged(asked, never)).toBe('implicitDeny a')
  })

  it('asks a condition of the call once, however many resources there are', () => {
    let asked = 0
    const count = () => {
      asked += 1
      return true
    }
    expect(judged(request(['a', 'b', 'c']), policy(statement('allow', { callConditions: [count] })))).toBe(
      'allow',
    )
    expect(asked).toBe(1)
  })

  it('needs an allow of the session too, and asks it first', () => {
    const grants: Grants = { identity: [ALLOW_ALL], session: [policy(statement('allow', on('a')))] }
    expect(decide(request(['a']), grants).outcome).toBe('allow')
    expect(decide(request(['b']), grants)).toMatchObject({ outcome: 'implicitDeny', layer: 'session' })
    const denied: Grants = { identity: [policy(statement('deny'))], session: [ALLOW_ALL] }
    expect(decide(request(['b']), denied)).toMatchObject({ outcome: 'explicitDeny', layer: 'identity' })
    expect(decide(request(['b']), { identity: [ALLOW_ALL], session: [] }).outcome).toBe('implicitDeny')
    const neither: Grants = { identity: [policy(statement('deny'))], session: [] }
    expect(decide(request(['b']), neither)).toMatchObject({ outcome: 'implicitDeny', layer: 'session' })
  })

  it('refuses to judge nothing', () => {
    // What a caller without types could hand over.
    const resources = [] as unknown as AccessRequest['resources']
    expect(() => decide(request(['a'], { resources }), { identity: [ALLOW_ALL] })).toThrow('no resource')
  })
})

describe('asksForResourceFacts', () => {
  it('is true for conditions and variables of resources only', () => {
    const isAny = () => true
    const variable = (dependsOnResource: boolean): ResourcePattern => [
      { kind: 'variable', dependsOnResource, expand: () => ANYTHING },
    ]
    const over = (pattern: ResourcePattern) =>
      policy(statement('allow', { resources: { included: [pattern], excluded: [] } }))
    expect(asksForResourceFacts([ALLOW_ALL, policy(statement('deny', { callConditions: [isAny] }))])).toBe(
      false,
    )
    expect(asksForResourceFacts([policy(statement('deny', { resourceConditions: [isAny] }))])).toBe(true)
    expect([
      asksForResourceFacts([over(variable(false))]),
      asksForResourceFacts([over(variable(true))]),
    ]).toEqual([false, true])
  })
})

describe('any set of policies', () => {
  const name = fc.constantFrom('a', 'b', 'c')
  const effect = fc.constantFrom('allow' as const, 'deny' as const)
  const shape = fc.record({
    resources: fc.oneof(
      fc.constant<readonly ResourcePattern[]>(['every']),
      fc
        .array(fc.constantFrom('a', 'b', 'c', '*', '?', 'ab'), { minLength: 1, maxLength: 3 })
        .map((all) => only(...all)),
    ),
    action: fc.constantFrom('*', 'ecs:*', 'ecs:attach', 'ecs:stop'),
    isMet: fc.boolean(),
  })
  type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never
  const build = (effect: Statement['effect'], { resources, action, isMet }: Shape) =>
    statement(effect, {
      action,
      resources: { included: resources, excluded: [] },
      resourceConditions: [() => isMet],
    })
  const statements = fc.array(
    fc.tuple(effect, shape).map(([effect, shape]) => build(effect, shape)),
    { maxLength: 6 },
  )
  const names = fc
    .uniqueArray(name, { minLength: 1, maxLength: 3 })
    .map(([first = 'a', ...rest]): [string, ...string[]] => [first, ...rest])
  const isAllowed = (asked: AccessRequest, all: readonly Statement[]) =>
    judged(asked, policy(...all)) === 'allow'

  it('allows no more with one deny more', () => {
    fc.assert(
      fc.property(statements, shape, names, (all, extra, names) => {
        const asked = request(names)
        const wasAllowed = isAllowed(asked, all)
        expect(!wasAllowed && isAllowed(asked, [...all, build('deny', extra)])).toBe(false)
      }),
    )
  })

  it('denies no more with one allow more', () => {
    fc.assert(
      fc.property(statements, shape, names, (all, extra, names) => {
        const asked = request(names)
        const wasAllowed = isAllowed(asked, all)
        expect(wasAllowed && !isAllowed(asked, [...all, build('allow', extra)])).toBe(false)
      }),
    )
  })

  it('does not care for the order of statements, nor for how they are put into policies', () => {
    fc.assert(
      fc.property(
        statements.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        names,
        ([all, shuffled], names) => {
          const asked = request(names)
          const apart = judged(asked, ...shuffled.map((one) => policy(one)))
          expect(apart).toBe(judged(asked, policy(...all)))
        },
      ),
    )
  })

  it('allows a call on several resources exactly when it allows the calls on each', () => {
    fc.assert(
      fc.property(statements, names, (all, names) => {
        const each = names.every((name) => isAllowed(request([name]), all))
        expect(isAllowed(request(names), all)).toBe(each)
      }),
    )
  })
})
