import { z } from 'zod'

import type { Instance } from '../../../core/instances/instance.ts'
import { type NewSystem, reinstallInstances } from '../../../core/instances/reinstall.ts'
import { action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { integer, text } from '../../kit/params.ts'
import { invalidValue } from '../../kit/tencent/common-errors.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { attributesOf } from '../attributes.ts'
import { checkHostName } from '../host-name.ts'
import { imageOf } from '../images.catalog.ts'
import { imageId, instanceId, loginSettings, userData } from '../instance-param-types.ts'
import { checkLogin, loginFaults } from '../new-instance-checks.ts'
import { passwordOf } from '../new-instance-params.ts'
import { REINSTALL_RULES } from '../rules.ts'

const resetParams = z.strictObject({
  InstanceId: instanceId(),
  ImageId: imageId().optional(),
  SystemDisk: z
    .object({
      DiskSize: integer().optional(),
      ...{ DiskType: ignored(), DiskId: ignored(), DiskName: ignored() },
      ...{ CdcId: ignored(), Encrypt: ignored(), KmsKeyId: ignored() },
    })
    .optional(),
  LoginSettings: loginSettings.optional(),
  EnhancedService: ignored(),
  HostName: text().optional(),
  UserData: userData().optional(),
})

type ResetParams = z.output<typeof resetParams>

/**
 * Puts a system on the instance anew and replaces its login; it runs afterwards. Nothing that was on the system disk
 * stays. Source: spec/tencent.md §2.4, §5 (17).
 */
export const ResetInstance = action({
  name: 'ResetInstance',
  access: 'write',
  params: resetParams,
  faults: loginFaults,
  async run({ core, call }, params) {
    const [instance] = await core.database.instances.findByIds(call, [params.InstanceId])
    // An unknown one is refused by the core.
    if (instance) checkReset(params, instance)
    const password = passwordOf(params.LoginSettings)
    await reinstallInstances(core, call, REINSTALL_RULES, {
      instanceIds: [params.InstanceId],
      system: systemOf(params),
      login: {
        keyPairs: (params.LoginSettings?.KeyIds ?? []).map((id) => ({ id })),
        ...(password === undefined ? {} : { password }),
      },
      attributes: instance ? attributesAfter(params, instance) : {},
    })
    return {}
  },
})

/** Refuses what does not fit the instance or its new system. Source: spec/tencent.md §2.4 ResetInstance. */
function checkReset({ ImageId, LoginSettings, HostName, SystemDisk }: ResetParams, instance: Instance): void {
  const { os } = ImageId === undefined ? instance : imageOf(ImageId)
  // InvalidParameterCombination is not in this action's list. Source: spec/tencent.md appendix A.
  checkLogin(LoginSettings, { os, combination: 'InvalidParameter.ParameterConflict' })
  if (HostName !== undefined) checkHostName(HostName, os)
  const size = SystemDisk?.DiskSize
  if (size !== undefined && size < attributesOf(instance).SystemDisk.DiskSize) {
    throw new Refusal(invalidValue('SystemDisk.DiskSize'))
  }
}

function systemOf({ ImageId, HostName }: ResetParams): NewSystem {
  const hostName = HostName === undefined ? {} : { hostName: HostName }
  if (ImageId === undefined) return hostName
  const { id: imageId, os, osName, loginUser } = imageOf(ImageId)
  return { imageId, os, osName, loginUser, ...hostName }
}

function attributesAfter({ SystemDisk, UserData }: ResetParams, instance: Instance) {
  const disk = attributesOf(instance).SystemDisk
  return {
    SystemDisk: { ...disk, DiskSize: SystemDisk?.DiskSize ?? disk.DiskSize },
    ...(UserData === undefined ? {} : { UserData }),
  }
}
