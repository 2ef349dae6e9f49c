import { TENCENT_TAG_ACTIONS } from '../../../kit/policies/tencent-sibling-actions.catalog.ts'
import type { Service } from '../../../kit/service.ts'
import { DescribeResourceTagsByResourceIds } from './DescribeResourceTagsByResourceIds.ts'
import { ModifyResourceTags } from './ModifyResourceTags.ts'

/** The tag service: Terraform reads it with every key pair and instance. Source: spec/tencent.md §1.1, §4.3. */
export const tagService: Service = {
  name: 'tag',
  version: '2018-08-13',
  actions: [DescribeResourceTagsByResourceIds, ModifyResourceTags],
  access: TENCENT_TAG_ACTIONS,
  isGlobal: true,
}
