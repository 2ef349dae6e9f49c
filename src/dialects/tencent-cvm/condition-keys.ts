import type { TencentApi } from '../kit/tencent/api.ts'
import { type RawParams, textsAt } from '../kit/policies/param-texts.ts'
import { catalog } from './catalog.ts'

/** Values of the keys that the conditions of policies may ask for. Source: spec/policies.md §1.5, row "service". */
export const conditionKeys: NonNullable<TencentApi['conditionKeys']> = {
  keysOfInstance: ({ region, zone, type }) => ({
    'cvm:region': region,
    'cvm:zone': zone,
    'cvm:instance_type': type,
  }),
  keysOfCall({ action, region }, params, type) {
    const place = { 'cvm:region': region, 'vpc:region': region }
    if (action === 'DescribeImages') return place
    if (action !== 'RunInstances') return {}
    const imageId = textAt(params, 'ImageId')
    return {
      ...place,
      'cvm:zone': textAt(params, 'Placement.Zone'),
      'cvm:instance_type': textAt(params, 'InstanceType') ?? 'S5.MEDIUM2',
      'cvm:image_type': catalog.images.some(({ id }) => id === imageId) ? 'PUBLIC_IMAGE' : undefined,
      ...(type === 'datadisk' ? dataDisks(params) : systemDisk(params)),
    }
  },
}

/** What is left out is what the instance gets. Source: spec/tencent.md §2.4 RunInstances. */
function systemDisk(params: RawParams) {
  return {
    'cvm:disk_type': textAt(params, 'SystemDisk.DiskType') ?? 'CLOUD_PREMIUM',
    'cvm:disk_size': textAt(params, 'SystemDisk.DiskSize') ?? '50',
  }
}

function dataDisks(params: RawParams) {
  return {
    'cvm:disk_type': allAt(params, 'DataDisks.*.DiskType'),
    'cvm:disk_size': allAt(params, 'DataDisks.*.DiskSize'),
  }
}

function textAt(params: RawParams, path: string): string | undefined {
  return allAt(params, path)?.[0]
}

function allAt(params: RawParams, path: string): readonly string[] | undefined {
  const texts = textsAt(params, { path, form: 'one' })
  return typeof texts === 'string' ? undefined : texts
}
