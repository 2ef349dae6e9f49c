import { z } from 'zod'

import { boolean, text } from '../kit/params.ts'
import { must } from '../kit/tencent/param-checks.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { keyIds, malformedInstanceId, malformedKeyPairId, quoted } from './param-types.ts'
import { INSTANCE_ID, KEY_PAIR_ID } from './rules.ts'

const IMAGE_ID = /^img-[0-9a-z]{8}$/

/** The `InstanceId` of a call about one instance. Source: spec/tencent.md §2.1. */
export function instanceId() {
  return text().check(must((id) => INSTANCE_ID.test(id), malformedInstanceId))
}

/** The `KeyId` of a call about one key pair. Source: spec/tencent.md §2.1. */
export function keyId() {
  return text().check(must((id) => KEY_PAIR_ID.test(id), malformedKeyPairId))
}

/** Source: spec/tencent.md §2.1, appendix A. */
export function imageId() {
  return text().check(
    must(
      (id) => IMAGE_ID.test(id),
      (id) => tencentError('InvalidImageId.Malformed', `The image ID ${quoted(id)} is malformed.`),
    ),
  )
}

/** Name of an instance that is made; in bytes. Source: spec/tencent.md §2.1. */
export function newInstanceName() {
  return text().check(
    must(
      (name) => Buffer.byteLength(name) <= 128,
      tencentError('InvalidInstanceName.TooLong', 'The instance name is longer than 128 bytes.'),
    ),
  )
}

/** Id of a network or subnet; `DEFAULT` is the one that the region has. Source: spec/tencent.md §2.1, appendix A. */
export function networkId(prefix: 'vpc' | 'subnet', name: 'Vpc' | 'Subnet') {
  const form = new RegExp(`^(?:DEFAULT|${prefix}-[0-9a-z]{8})$`)
  return text().check(
    must(
      (id) => form.test(id),
      tencentError(
        `InvalidParameterValue.${name}IdMalformed`,
        `The ID must look like ${prefix}-xxxxxxxx (“x” represents a lower-case letter or a number).`,
      ),
    ),
  )
}

const LARGEST_USER_DATA_BYTES = 16 * 1024

/** Base64 of at most 16 KiB. Source: spec/tencent.md §2.4 RunInstances. */
export function userData() {
  return text().check(
    must(
      (data) => BASE64.test(data) && Buffer.byteLength(data, 'base64') <= LARGEST_USER_DATA_BYTES,
      tencentError('InvalidParameterValue.InvalidUserDataFormat', 'UserData is not base64 of at most 16 KB.'),
    ),
  )
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Letters, digits and some signs; empty takes the role away. Source: spec/tencent.md appendix A. */
export function camRoleName() {
  return text().check(
    must(
      (name) => /^[\w+=,.@-]*$/.test(name),
      tencentError(
        'InvalidParameterValue.CamRoleNameMalformed',
        'A CAM role name may have letters, digits and +=,.@_- only.',
      ),
    ),
  )
}

/** How one logs in to a new system. Source: spec/tencent.md §2.4 RunInstances. */
export const loginSettings = z.object({
  Password: text().optional(),
  KeyIds: keyIds().optional(),
  KeepImageLogin: boolean().default(false),
})

export type LoginSettings = z.output<typeof loginSettings>
