import type { Service } from '../../../kit/service.ts'
import { DescribeVolumes } from './DescribeVolumes.ts'

/** The service of the volumes, as far as the reads of an instance need it. Source: spec/volcengine.md §1.1, §4.3. */
export const storageEbsService: Service = {
  name: 'storage_ebs',
  version: '2020-04-01',
  actions: [DescribeVolumes],
  access: {
    service: 'storage_ebs',
    language: 'iam',
    actions: { DescribeVolumes: { level: 'list', names: 'operation' } },
  },
}
