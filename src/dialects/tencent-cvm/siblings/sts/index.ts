import { TENCENT_STS_ACTIONS } from '../../../kit/policies/sts-actions.catalog.ts'
import type { Service } from '../../../kit/service.ts'
import { AssumeRole } from './AssumeRole.ts'
import { GetCallerIdentity } from './GetCallerIdentity.ts'

/** Tencent STS, version 2018-08-13: who calls, and temporary access keys. Source: spec/tencent.md §1.1, §4.3. */
export const stsService: Service = {
  name: 'sts',
  version: '2018-08-13',
  actions: [AssumeRole, GetCallerIdentity],
  access: TENCENT_STS_ACTIONS,
  isGlobal: true,
}
