import { ALIBABA_STS_ACTIONS } from '../../../kit/policies/sts-actions.catalog.ts'
import type { Service } from '../../../kit/service.ts'
import { AssumeRole } from './AssumeRole.ts'
import { GetCallerIdentity } from './GetCallerIdentity.ts'

/** Alibaba STS, version 2015-04-01: who calls, and temporary access keys. Source: spec/alibaba.md §2.11. */
export const stsService: Service = {
  name: 'sts',
  version: '2015-04-01',
  actions: [AssumeRole, GetCallerIdentity],
  access: ALIBABA_STS_ACTIONS,
  isGlobal: true,
}
