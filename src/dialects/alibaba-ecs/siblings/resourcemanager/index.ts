import { ALIBABA_RESOURCE_MANAGER_ACTIONS } from '../../../kit/policies/alibaba-sibling-actions.catalog.ts'
import type { Service } from '../../../kit/service.ts'
import { ListResourceGroups } from './ListResourceGroups.ts'

/** Resource groups, as far as clients look for one to make something in. */
export const resourceManagerService: Service = {
  name: 'resourcemanager',
  version: '2020-03-31',
  actions: [ListResourceGroups],
  access: ALIBABA_RESOURCE_MANAGER_ACTIONS,
  isGlobal: true,
}
