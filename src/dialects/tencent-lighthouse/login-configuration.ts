import { z } from 'zod'

import type { FaultTable } from '../kit/fault-table.ts'
import { text } from '../kit/params.ts'
import { oneOf } from '../kit/tencent/param-checks.ts'
import { isPassword, RESET_RULES, undeliveredPassword } from '../kit/tencent/passwords.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { Refusal } from '../kit/wire-error.ts'
import type { Blueprint } from './blueprints.catalog.ts'
import { INVALID_PASSWORD, keyIds } from './param-types.ts'

/** The `LoginConfiguration` of CreateInstances and ResetInstance. Source: spec/tencent.md §2.5. */
export const loginConfiguration = z.object({
  AutoGeneratePassword: oneOf('YES', 'NO').optional(),
  Password: text().optional(),
  KeyIds: keyIds(5).optional(),
})

type LoginConfiguration = z.output<typeof loginConfiguration>

/** Refuses ways to log in that exclude each other or the blueprint. Source: spec/tencent.md §2.5. */
export function checkLogin(
  login: LoginConfiguration | undefined,
  { os, loginUser }: Pick<Blueprint, 'os' | 'loginUser'>,
): void {
  if (!login) return
  const { AutoGeneratePassword, Password, KeyIds } = login
  const ways = [AutoGeneratePassword === 'YES', Password !== undefined, KeyIds !== undefined]
  if (ways.filter(Boolean).length > 1) throw new Refusal(combination('exclude each other'))
  if (KeyIds && os === 'windows') throw new Refusal(combination('have no key pairs on Windows'))
  if (Password === undefined) return
  const namesUser = os === 'windows' && Password.includes(loginUser)
  const isMalformed = /^\/|\s/.test(Password) || !isPassword(Password, RESET_RULES[os])
  if (namesUser || isMalformed) throw new Refusal(INVALID_PASSWORD)
}

/** KeyIdNotFound is not in the lists of these actions. Source: spec/tencent.md appendix B. */
export const loginFaults: Partial<FaultTable> = {
  keyPairNotFound: () =>
    tencentError('ResourceNotFound.KeyPairNotFound', 'The specified key pair does not exist.'),
}

function combination(reason: string) {
  return tencentError(
    'InvalidParameterValue.InvalidParameterCombination',
    `Invalid parameter value: the ways to log in of \`LoginConfiguration\` ${reason}.`,
  )
}

/** Who may log in, in the core's words. */
export function loginOf(login: LoginConfiguration | undefined): {
  readonly keyPairs: readonly { readonly id: string }[]
  readonly password?: string
} {
  const password = passwordOf(login)
  const keyPairs = (login?.KeyIds ?? []).map((id) => ({ id }))
  return { keyPairs, ...(password === undefined ? {} : { password }) }
}

/**
 * A generated password is sent by message on the real service: here it is made and forgotten, so nobody logs in by
 * password until one is set. Source: spec/tencent.md §2.5.
 */
function passwordOf(login: LoginConfiguration | undefined): string | undefined {
  return login?.AutoGeneratePassword === 'YES' ? undeliveredPassword() : login?.Password
}
