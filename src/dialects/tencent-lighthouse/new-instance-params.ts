import { z } from 'zod'

import { findRegion } from '../kit/catalog.ts'
import { boolean, integer, text } from '../kit/params.ts'
import { clientToken, ignored, must, tags, oneOf } from '../kit/tencent/param-checks.ts'
import { isPassword, RESET_RULES, undeliveredPassword } from '../kit/tencent/passwords.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { Refusal } from '../kit/wire-error.ts'
import { blueprintOf, catalog } from './catalog.ts'
import { INVALID_PASSWORD, keyIds, outOfRange, period } from './param-types.ts'

const loginConfiguration = z.object({
  AutoGeneratePassword: oneOf('YES', 'NO').optional(),
  Password: text().optional(),
  KeyIds: keyIds(5).optional(),
})

export type LoginConfiguration = z.output<typeof loginConfiguration>

/** Parameters of CreateInstances. Source: spec/tencent.md §2.5. */
export const createInstancesParams = {
  BundleId: text().check(
    must(
      (id) => /^bundle[\w-]{1,100}$/.test(id),
      tencentError('InvalidParameter.BundleIdNotFound', 'Invalid parameter: the bundle ID does not exist.'),
    ),
  ),
  BlueprintId: text().check(
    must(
      (id) => /^lhbp-[0-9a-z]{8}$/.test(id),
      tencentError(
        'InvalidParameterValue.BlueprintIdMalformed',
        'Invalid parameter value: the blueprint ID format is invalid.',
      ),
    ),
  ),
  InstanceChargePrepaid: z.object({
    Period: period(),
    RenewFlag: oneOf(
      'NOTIFY_AND_AUTO_RENEW',
      'NOTIFY_AND_MANUAL_RENEW',
      'DISABLE_NOTIFY_AND_MANUAL_RENEW',
    ).default('NOTIFY_AND_MANUAL_RENEW'),
  }),
  InstanceName: text()
    .check(
      must(
        (name) => Array.from(name).length <= 60,
        tencentError(
          'InvalidParameterValue.InstanceNameTooLong',
          'Invalid parameter value: the instance name is longer than 60 characters.',
        ),
      ),
    )
    .optional(),
  InstanceCount: integer()
    .check(must((count) => count >= 1 && count <= 30, outOfRange('InstanceCount'), 'outOfRange'))
    .default(1),
  Zones: z.array(text()).optional(),
  LoginConfiguration: loginConfiguration.optional(),
  ClientToken: clientToken(
    tencentError(
      'InvalidParameterValue.ClientTokenTooLong',
      'Invalid parameter value: ClientToken is longer than 64 ASCII characters.',
    ),
  ),
  DryRun: boolean().default(false),
  Tags: tags(10).optional(),
  AutoVoucher: ignored(),
  FirewallTemplateId: ignored(),
  Containers: ignored(),
  InitCommand: ignored(),
  DomainName: ignored(),
  Subdomain: ignored(),
}

export type CreateInstancesParams = z.output<z.ZodObject<typeof createInstancesParams>>

/** Refuses a zone that is not in the region. */
export function checkOffer({ Zones }: CreateInstancesParams, region: string): void {
  const known = findRegion(catalog, region)?.zones.map(({ id }) => id) ?? []
  if (!Zones || Zones.every((zone) => known.includes(zone))) return
  const message = 'Invalid parameter value: the zone is invalid.'
  throw new Refusal(tencentError('InvalidParameterValue.InvalidZone', message))
}

/** Refuses ways to log in that exclude each other or the blueprint. Source: spec/tencent.md §2.5. */
export function checkLogin({ BlueprintId, LoginConfiguration: login }: CreateInstancesParams): void {
  if (!login) return
  const { os } = blueprintOf(BlueprintId)
  const { AutoGeneratePassword, Password, KeyIds } = login
  const ways = [AutoGeneratePassword === 'YES', Password !== undefined, KeyIds !== undefined]
  if (ways.filter(Boolean).length > 1) throw new Refusal(combination('exclude each other'))
  if (KeyIds && os === 'windows') throw new Refusal(combination('have no key pairs on Windows'))
  const isRefused =
    Password !== undefined && (/^\/|\s/.test(Password) || !isPassword(Password, RESET_RULES[os]))
  if (isRefused) throw new Refusal(INVALID_PASSWORD)
}

function combination(reason: string) {
  return tencentError(
    'InvalidParameterValue.InvalidParameterCombination',
    `Invalid parameter value: the ways to log in of \`LoginConfiguration\` ${reason}.`,
  )
}

/**
 * The password of a new instance. A generated one is sent by message on the real service: here it is made and
 * forgotten, so nobody logs in by password until one is set. Source: spec/tencent.md §2.5.
 */
export function passwordOf(login: LoginConfiguration | undefined): string | undefined {
  return login?.AutoGeneratePassword === 'YES' ? undeliveredPassword() : login?.Password
}
