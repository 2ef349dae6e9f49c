import { z } from 'zod'

import { type NewLogin, reinstallInstances } from '../../../core/instances/reinstall.ts'
import { Fault } from '../../../core/fault.ts'
import { action } from '../../kit/action.ts'
import type { Image } from '../../kit/catalog.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { boolean, integer, text } from '../../kit/params.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { attributesOf } from '../attributes.ts'
import { findImage } from '../catalog.ts'
import { ecsErrors, missingBoth, notFound } from '../errors.ts'
import { operationErrors } from '../faults.ts'
import { limited } from '../rates.ts'
import { reinstallRules } from '../rules.ts'
import { clientToken, given, optionalText, password, userData } from '../wire-types.ts'

const params = z
  .object({
    ClientToken: clientToken(),
    InstanceId: given(text()),
    ImageId: given(text()),
    KeyPairName: optionalText(),
    Password: given(password().optional()),
    KeepImageCredential: given(boolean().default(false)),
    /** GiB; SystemVolumeSize is how Terraform calls it. */
    Size: size(),
    SystemVolumeSize: size(),
    UserData: userData().optional(),
    ImageReleaseVersion: ignored(),
    DryRun: given(boolean().default(false)),
  })
  .transform(({ SystemVolumeSize, ...rest }) => ({ ...rest, Size: rest.Size ?? SystemVolumeSize }))

type Params = z.output<typeof params>

/**
 * Puts a system on a stopped instance anew; it shows REBUILDING and then runs. Of a key pair and a password only the pair
 * has an effect on Linux, and only the password on Windows. Source: spec/volcengine.md §2.12, §4.3.
 */
export const ReplaceSystemVolume = action({
  name: 'ReplaceSystemVolume',
  access: 'write',
  params,
  async run({ core, call }, params) {
    const { InstanceId, ImageId, Size, UserData, DryRun } = params
    const image = findImage(ImageId)
    if (!image) throw new Refusal(notFound('Image', 'image'))
    const login = loginOf(params, image)
    const [instance] = await core.database.instances.findByIds(call, [InstanceId])
    if (!instance) throw new Fault('instanceNotFound', { ids: [InstanceId] })
    const [system, ...data] = attributesOf(instance).Volumes
    const resized = system && Size !== undefined ? { Volumes: [{ ...system, Size }, ...data] } : {}
    await reinstallInstances(core, call, limited(core, reinstallRules), {
      instanceIds: [InstanceId],
      system: { imageId: ImageId, os: image.os, osName: image.osName, loginUser: image.loginUser },
      login,
      // The agent was on the disk.
      attributes: { ...resized, ...(UserData === undefined ? {} : { UserData }), CloudAssistant: false },
      isDryRun: DryRun,
    })
    if (DryRun) throw new Refusal(ecsErrors.dryRun)
    return {}
  },
})

function size() {
  return given(integer().pipe(z.int().min(1)).optional())
}

/** A pair, a password, or what the image has, of which nothing is known here. A pair has an effect on Linux only. */
function loginOf({ KeyPairName, Password, KeepImageCredential }: Params, { os }: Image): NewLogin {
  if (KeepImageCredential) {
    if (KeyPairName !== undefined || Password !== undefined) throw new Refusal(ecsErrors.invalidArgument)
    return { keyPairs: [] }
  }
  const isWindows = os === 'windows'
  if (isWindows && KeyPairName !== undefined && Password === undefined)
    throw new Refusal(operationErrors.windows)
  if (KeyPairName !== undefined && !isWindows) return { keyPairs: [{ name: KeyPairName }] }
  if (Password !== undefined) return { keyPairs: [], password: Password }
  throw new Refusal(missingBoth('Password', 'KeyPair'))
}
