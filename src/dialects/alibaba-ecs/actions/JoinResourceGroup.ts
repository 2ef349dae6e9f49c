import { z } from 'zod'

import { moveToProject } from '../../../core/projects/move.ts'
import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { missingParameter } from '../errors.ts'
import { findResources, resourceType, tagErrors, tagFaults } from '../tag-call.ts'
import { resourceGroupId } from '../wire-types.ts'

/**
 * Moves a key pair (by name or id) or an instance to another resource group. Groups are not kept: one that is well
 * formed is taken. Source: spec/alibaba.md §2.11.
 */
export const JoinResourceGroup = action({
  name: 'JoinResourceGroup',
  access: 'update',
  params: z.object({
    RegionId: text(),
    ResourceGroupId: resourceGroupId(),
    ResourceId: text(),
    ResourceType: resourceType(missingParameter('ResourceType')),
  }),
  faults: tagFaults,
  async run({ core, call }, { ResourceGroupId, ResourceId, ResourceType }) {
    const named = { ResourceType, ResourceId: [ResourceId] }
    const { found } = await findResources(core, call, named)
    if (found.length === 0) throw new Refusal(tagErrors.resourceNotFound)
    const { region } = call
    const resources = found.map(({ kind, id }) => ({ kind, id, region }))
    await moveToProject(core, call, { resources, project: ResourceGroupId })
    return {}
  },
})
