import { z } from 'zod'

import { type Description, modifyInstances } from '../../../core/instances/modify.ts'
import { action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { boolean, text } from '../../kit/params.ts'
import { invalidValue, missingParameter } from '../../kit/tencent/common-errors.ts'
import { must } from '../../kit/tencent/param-checks.ts'
import { tencentError } from '../../kit/tencent/tencent-error.ts'
import { Refusal } from '../../kit/wire-error.ts'
import type { CvmAttributes } from '../attributes.ts'
import { checkHostName } from '../host-name.ts'
import { camRoleName, userData } from '../instance-param-types.ts'
import { instanceIds } from '../param-types.ts'
import { MODIFY_RULES } from '../rules.ts'

const modifyParams = z.strictObject({
  InstanceIds: instanceIds(),
  InstanceName: text()
    .check(
      must(
        (name) => Array.from(name).length <= 60,
        tencentError('InvalidInstanceName.TooLong', 'The instance name is longer than 60 characters.'),
      ),
    )
    .optional(),
  UserData: userData().optional(),
  SecurityGroups: z
    .array(text())
    .check(
      must(
        (groups) => groups.length <= 5,
        tencentError(
          'LimitExceeded.AssociateUSGLimitExceeded',
          'An instance may have at most 5 security groups.',
        ),
      ),
    )
    .optional(),
  CamRoleName: camRoleName().optional(),
  CamRoleType: ignored(),
  HostName: text().optional(),
  AutoReboot: boolean().default(true),
  DisableApiTermination: boolean().optional(),
  EnableJumboFrame: ignored(),
})

type ModifyParams = z.output<typeof modifyParams>

/** What can be changed, one of them in a call. Source: spec/tencent.md §2.4; EnableJumboFrame: the official SDK. */
const ATTRIBUTES = [
  'InstanceName',
  'UserData',
  'SecurityGroups',
  'CamRoleName',
  'HostName',
  'DisableApiTermination',
  'EnableJumboFrame',
] as const satisfies readonly (keyof ModifyParams)[]

/**
 * Changes one attribute of instances, in force at once; only a host name needs a reboot, which is made unless the
 * caller does not want it. Source: spec/tencent.md §2.4.
 */
export const ModifyInstancesAttribute = action({
  name: 'ModifyInstancesAttribute',
  access: 'write',
  params: modifyParams,
  async run({ core, call }, params) {
    const { InstanceIds, HostName, AutoReboot } = params
    const given = ATTRIBUTES.filter((name) => params[name] !== undefined)
    const [, second] = given
    if (given.length === 0) throw new Refusal(missingParameter('InstanceName'))
    if (second !== undefined) throw new Refusal(invalidValue(second))
    if (HostName !== undefined) {
      const instances = await core.database.instances.findByIds(call, InstanceIds)
      for (const { os } of instances) checkHostName(HostName, os)
    }
    await modifyInstances(core, call, MODIFY_RULES, {
      instanceIds: InstanceIds,
      changes: changesOf(params),
      reboots: HostName !== undefined && AutoReboot,
    })
    return {}
  },
})

function changesOf(params: ModifyParams): Description {
  const { InstanceName, HostName, UserData, SecurityGroups, CamRoleName, DisableApiTermination } = params
  const attributes: Partial<CvmAttributes> = {
    ...(UserData === undefined ? {} : { UserData }),
    ...(SecurityGroups === undefined ? {} : { SecurityGroupIds: SecurityGroups }),
    ...(CamRoleName === undefined ? {} : { CamRoleName }),
    ...(DisableApiTermination === undefined ? {} : { DisableApiTermination }),
  }
  return {
    ...(InstanceName === undefined ? {} : { name: InstanceName }),
    ...(HostName === undefined ? {} : { hostName: HostName }),
    attributes: { ...attributes },
  }
}
