import { z } from 'zod'

import { action } from '../../../kit/action.ts'
import { oneOf } from '../../../kit/tencent/param-checks.ts'
import { readSecurityGroups, type SecurityGroup } from './networks.ts'
import {
  type FilterTable,
  networkFilters,
  networkIds,
  networkPaging,
  networkTime,
  select,
} from './param-types.ts'

const FILTERS: FilterTable<SecurityGroup> = {
  'security-group-id': ({ id }, value) => id === value,
  'security-group-name': (group, value) => nameOf(group) === value,
  // There is no other project.
  'project-id': (_, value) => value === '0',
}

/** Lists security groups: those of the caller's instances, and the default one. Source: the official SDK, as of 2026-11. */
export const DescribeSecurityGroups = action({
  name: 'DescribeSecurityGroups',
  access: 'list',
  params: z.strictObject({
    SecurityGroupIds: networkIds('sg').optional(),
    Filters: networkFilters(Object.keys(FILTERS)),
    ...networkPaging(),
    // Both times of a group are the same here.
    OrderField: oneOf('CreatedTime', 'UpdateTime').optional(),
    OrderDirection: oneOf('ASC', 'DESC').default('ASC'),
  }),
  async run({ core, call }, { SecurityGroupIds, Filters, Offset, Limit, OrderField, OrderDirection }) {
    const asked = { ids: SecurityGroupIds, filters: Filters }
    const groups = select(await readSecurityGroups(core, call), FILTERS, asked)
    const sign = OrderDirection === 'ASC' ? 1 : -1
    const ordered = OrderField ? groups.toSorted((a, b) => sign * (a.sinceMs - b.sinceMs)) : groups
    const page = ordered.slice(Offset, Offset + Limit).map(presentGroup)
    return { TotalCount: groups.length, SecurityGroupSet: page }
  },
})

function nameOf({ id, isDefault }: SecurityGroup): string {
  return isDefault ? 'default' : id
}

function presentGroup(group: SecurityGroup) {
  const time = networkTime(group.sinceMs)
  return {
    ...{ SecurityGroupId: group.id, SecurityGroupName: nameOf(group), SecurityGroupDesc: '' },
    ...{ ProjectId: '0', IsDefault: group.isDefault, CreatedTime: time, UpdateTime: time, TagSet: [] },
  }
}
