import { VOLCENGINE_STS_ACTIONS } from '../../../kit/policies/sts-actions.catalog.ts'
import type { Service } from '../../../kit/service.ts'
import { AssumeRole } from './AssumeRole.ts'
import { GetCallerIdentity } from './GetCallerIdentity.ts'

/** Volcengine STS, version 2018-01-01: who calls, and temporary access keys. Source: spec/volcengine.md §1.6. */
export const stsService: Service = {
  name: 'sts',
  version: '2018-01-01',
  actions: [AssumeRole, GetCallerIdentity],
  access: VOLCENGINE_STS_ACTIONS,
  isGlobal: true,
}
