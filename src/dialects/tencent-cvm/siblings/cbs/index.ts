import { TENCENT_CBS_ACTIONS } from '../../../kit/policies/tencent-sibling-actions.catalog.ts'
import type { Service } from '../../../kit/service.ts'
import { DescribeDisks } from './DescribeDisks.ts'

/** Cloud disks: Terraform asks for those of its instances. Source: spec/tencent.md §1.1, §4.3. */
export const cbsService: Service = {
  name: 'cbs',
  version: '2017-03-12',
  actions: [DescribeDisks],
  access: TENCENT_CBS_ACTIONS,
}
