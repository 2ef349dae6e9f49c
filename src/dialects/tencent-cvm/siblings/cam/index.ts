import { TENCENT_CAM_ACTIONS } from '../../../kit/policies/tencent-sibling-actions.catalog.ts'
import type { Service } from '../../../kit/service.ts'
import { DescribeSubAccounts } from './DescribeSubAccounts.ts'
import { GetUserAppId } from './GetUserAppId.ts'

/** Access management, version 2019-01-16: only what tells clients who they are. */
export const camService: Service = {
  name: 'cam',
  version: '2019-01-16',
  actions: [DescribeSubAccounts, GetUserAppId],
  access: TENCENT_CAM_ACTIONS,
  isGlobal: true,
}
