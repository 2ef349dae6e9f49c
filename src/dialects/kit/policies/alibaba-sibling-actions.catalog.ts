import { type AccessTable, any, commaList, single } from './access-table.ts'

/** Actions of the location service. Unverified: nobody is kept from asking where an API is. */
export const ALIBABA_LOCATION_ACTIONS: AccessTable = {
  service: 'location',
  language: 'ram',
  actions: { DescribeEndpoints: { level: 'list', names: 'unjudged' } },
}

/** Actions of BssOpenApi. Unverified: judged as an operation, as no page lists its resources. */
export const ALIBABA_BSS_ACTIONS: AccessTable = {
  service: 'bss',
  language: 'ram',
  actions: { QueryAvailableInstances: { level: 'list', names: 'operation' } },
}

/** Actions of the network service. Source: reference pages of DescribeVpcs and DescribeVSwitches, 2016-04-28. */
export const ALIBABA_VPC_ACTIONS: AccessTable = {
  service: 'vpc',
  language: 'ram',
  actions: {
    DescribeRouteTableList: { level: 'list', names: [any('routetable')] },
    DescribeVpcs: { level: 'list', names: [single('vpc', commaList('VpcId'))] },
    DescribeVSwitches: { level: 'list', names: [single('vswitch', commaList('VSwitchId'))] },
  },
}

/** Actions of the resource manager. Unverified: the prefix, and that it is judged as an operation; the page is silent. */
export const ALIBABA_RESOURCE_MANAGER_ACTIONS: AccessTable = {
  service: 'resourcemanager',
  language: 'ram',
  actions: { ListResourceGroups: { level: 'list', names: 'operation' } },
}
