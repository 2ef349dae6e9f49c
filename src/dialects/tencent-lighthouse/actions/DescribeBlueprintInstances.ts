import { z } from 'zod'

import { Fault } from '../../../core/fault.ts'
import { action } from '../../kit/action.ts'
import { tencentError } from '../../kit/tencent/tencent-error.ts'
import type { Blueprint } from '../blueprints.catalog.ts'
import { findBlueprint } from '../catalog.ts'
import { instanceIds } from '../param-types.ts'
import { presentBlueprint } from '../present-blueprint.ts'

/**
 * Tells what an instance was made of, and the software that came with it. One instance in a call. Source: the official
 * SDK's description, as of 2026-11.
 */
export const DescribeBlueprintInstances = action({
  name: 'DescribeBlueprintInstances',
  access: 'read',
  params: z.strictObject({ InstanceIds: instanceIds(1) }),
  faults: {
    // Its list has this code alone for what is not there. Unverified: the text.
    instanceNotFound: () => tencentError('ResourceNotFound', 'The instance does not exist.'),
  },
  async run({ core, call }, { InstanceIds }) {
    const { account, dialect, region } = call
    const instances = await core.database.instances.findByIds({ account, dialect, region }, InstanceIds)
    if (instances.length === 0) throw new Fault('instanceNotFound', { ids: InstanceIds })
    const found = instances.flatMap(({ id, imageId }) => {
      const blueprint = findBlueprint(imageId)
      return blueprint ? [presentMade(id, blueprint)] : []
    })
    return { TotalCount: found.length, BlueprintInstanceSet: found }
  },
})

function presentMade(id: string, blueprint: Blueprint) {
  const { kind, title, version } = blueprint
  // Unverified: where it is installed and the details that some images tell.
  const software = { Name: title, Version: version, ImageUrl: '', InstallDir: '', DetailSet: [] }
  return {
    Blueprint: presentBlueprint(blueprint),
    // A plain system has nothing but itself.
    SoftwareSet: kind === 'PURE_OS' ? [] : [software],
    InstanceId: id,
  }
}
