import { z } from 'zod'

import { readAllInstances } from '../../../core/instances/read-all.ts'
import { action } from '../../kit/action.ts'
import { presentCloudAssistant } from '../cloud-assistant.ts'
import { numberedPages, pageByNumber } from '../place-pages.ts'
import { list, optionalText } from '../wire-types.ts'

/** Which instances have the agent of the cloud assistant; unknown ids are not there. Source: spec §2.13. */
export const DescribeCloudAssistantStatus = action({
  name: 'DescribeCloudAssistantStatus',
  access: 'list',
  params: z.object({
    InstanceIds: list(100),
    OSType: optionalText(),
    Status: optionalText(),
    ClientVersion: optionalText(),
    ...numberedPages({ byDefault: 10 }),
  }),
  async run(context, { InstanceIds, OSType, Status, ClientVersion, ...page }) {
    const instances = await readAllInstances(
      context.core,
      context.call,
      InstanceIds ? { ids: InstanceIds } : {},
    )
    const found = instances
      .map((instance) => presentCloudAssistant(instance, context.call.nowMs))
      .filter((agent) => OSType === undefined || agent.OSType === OSType)
      .filter((agent) => Status === undefined || agent.Status === Status)
      .filter((agent) => ClientVersion === undefined || agent.ClientVersion === ClientVersion)
    return { Instances: pageByNumber(found, page), ...page, TotalCount: found.length }
  },
})
