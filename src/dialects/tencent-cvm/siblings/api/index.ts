import { TENCENT_API_ACTIONS } from '../../../kit/policies/tencent-sibling-actions.catalog.ts'
import type { Service } from '../../../kit/service.ts'
import { DescribeZones } from './DescribeZones.ts'

/** The directory of regions and zones, by product: Terraform reads it for its data sources. */
export const apiService: Service = {
  name: 'api',
  version: '2020-11-06',
  actions: [DescribeZones],
  access: TENCENT_API_ACTIONS,
}
