import { describe, expect, it } from 'vitest'

import type { Principal } from '../../../core/policies/access-request.ts'
import type { Denial } from '../../../core/policies/decide.ts'
import { camDenial, denialRecord, iamDenial, ramDenial } from './denials.ts'

const USER: Principal = {
  kind: 'user',
  account: '1234567890123456',
  name: 'alice',
  id: '203000000000000000',
  tags: [],
}
const IMPLICIT: Denial = {
  outcome: 'implicitDeny',
  layer: 'identity',
  resource: { text: 'the-name', fields: [] },
}
const EXPLICIT: Denial = { ...IMPLICIT, outcome: 'explicitDeny', policyId: 'p', statementIndex: 2 }

describe('denials', () => {
  it.each([
    ['cvm:AssociateInstancesKeyPairs', 'UnauthorizedOperation'],
    ['cvm:DescribeImages', 'UnauthorizedOperation.PermissionDenied'],
    ['lighthouse:AssociateInstancesKeyPairs', 'UnauthorizedOperation.NoPermission'],
    ['lighthouse:DescribeImages', 'UnauthorizedOperation.NoPermission'],
  ])('of CAM for %s name the operation and the resource under %s', (operation, code) => {
    expect(camDenial(operation, IMPLICIT)).toEqual({ code, operation, resource: 'the-name' })
  })

  it('of RAM tell who was refused how, and no resource', () => {
    expect(ramDenial('ecs:AttachKeyPair', USER, IMPLICIT)).toEqual({
      authAction: 'ecs:AttachKeyPair',
      authPrincipalType: 'SubUser',
      authPrincipalOwnerId: '1234567890123456',
      authPrincipalDisplayName: '203000000000000000',
      noPermissionType: 'ImplicitDeny',
      policyType: 'AccountLevelIdentityBasedPolicy',
    })
    const role: Principal = { kind: 'role', account: '1', name: 'ops', session: 'night', tags: [] }
    expect(ramDenial('ecs:AttachKeyPair', role, { ...EXPLICIT, layer: 'session' })).toMatchObject({
      authPrincipalType: 'AssumedRoleUser',
      authPrincipalDisplayName: 'ops:night',
      noPermissionType: 'ExplicitDeny',
      policyType: 'SessionPolicy',
    })
    expect(ramDenial('ecs:AttachKeyPair', { kind: 'account', account: '1' }, IMPLICIT)).toMatchObject({
      authPrincipalType: 'Account',
      authPrincipalDisplayName: '1',
    })
  })

  it('of IAM name the action and the resource', () => {
    expect(iamDenial('ecs:AttachKeyPair', EXPLICIT)).toEqual({
      action: 'ecs:AttachKeyPair',
      resource: 'the-name',
    })
  })

  it('are recorded with the statement that denied', () => {
    expect(denialRecord(IMPLICIT)).toEqual({ decision: 'implicitDeny', resource: 'the-name' })
    expect(denialRecord(EXPLICIT)).toEqual({
      decision: 'explicitDeny',
      resource: 'the-name',
      policyId: 'p',
      statementIndex: 2,
    })
  })
})
