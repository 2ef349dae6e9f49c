import type { Service } from '../../../kit/service.ts'
import { DescribeNetworkInterfaces } from './DescribeNetworkInterfaces.ts'
import { DescribeSecurityGroups } from './DescribeSecurityGroups.ts'
import { DescribeSubnets } from './DescribeSubnets.ts'
import { DescribeVpcs } from './DescribeVpcs.ts'

/** The network service, as far as making and reading an instance needs it. Source: spec/volcengine.md §1.1, §4.3. */
export const vpcService: Service = {
  name: 'vpc',
  version: '2020-04-01',
  actions: [DescribeSubnets, DescribeNetworkInterfaces, DescribeVpcs, DescribeSecurityGroups],
  access: {
    service: 'vpc',
    language: 'iam',
    actions: {
      DescribeSubnets: { level: 'list', names: 'operation' },
      DescribeNetworkInterfaces: { level: 'list', names: 'operation' },
      DescribeVpcs: { level: 'list', names: 'operation' },
      DescribeSecurityGroups: { level: 'list', names: 'operation' },
    },
  },
}
