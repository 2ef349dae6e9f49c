import { ALIBABA_BSS_ACTIONS } from '../../../kit/policies/alibaba-sibling-actions.catalog.ts'
import type { Service } from '../../../kit/service.ts'
import { QueryAvailableInstances } from './QueryAvailableInstances.ts'

/** Bills and subscriptions: Terraform asks whether an account is domestic. Source: spec/alibaba.md §2.11, §4.2. */
export const bssService: Service = {
  name: 'bss',
  version: '2017-12-14',
  actions: [QueryAvailableInstances],
  access: ALIBABA_BSS_ACTIONS,
  isGlobal: true,
}
