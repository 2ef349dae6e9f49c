import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { FAMILIES } from '../instance-types.catalog.ts'

/** Lists the families of instance types, named in the caller's language. Source: the official SDK, as of 2026-11. */
export const DescribeInstanceFamilyConfigs = action({
  name: 'DescribeInstanceFamilyConfigs',
  access: 'list',
  params: z.strictObject({}),
  run({ language }) {
    const families = FAMILIES.map(({ name, nameEn, nameZh }) => ({
      InstanceFamilyName: language === 'zh' ? nameZh : nameEn,
      InstanceFamily: name,
    }))
    return Promise.resolve({ InstanceFamilyConfigSet: families })
  },
})
