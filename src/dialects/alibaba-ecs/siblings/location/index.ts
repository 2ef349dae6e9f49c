import { ALIBABA_LOCATION_ACTIONS } from '../../../kit/policies/alibaba-sibling-actions.catalog.ts'
import type { Service } from '../../../kit/service.ts'
import { DescribeEndpoints } from './DescribeEndpoints.ts'

/** Where the APIs are, for clients that were not told an endpoint. Source: spec/alibaba.md §2.11, §4.1. */
export const locationService: Service = {
  name: 'location',
  version: '2015-06-12',
  actions: [DescribeEndpoints],
  access: ALIBABA_LOCATION_ACTIONS,
  isGlobal: true,
}
