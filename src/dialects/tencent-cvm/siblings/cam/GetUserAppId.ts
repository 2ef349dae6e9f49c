import { z } from 'zod'

import { action } from '../../../kit/action.ts'
import { numericId } from '../../../kit/numeric-id.ts'
import { uinOf } from '../uin.ts'

/**
 * Tells the numbers of who calls and of the account. Unverified: that a session of a role has the account's own.
 * Source: the official SDK's description, as of 2026-11.
 */
export const GetUserAppId = action({
  name: 'GetUserAppId',
  access: 'read',
  params: z.strictObject({}),
  run({ call }) {
    const { account, session } = call
    return Promise.resolve({
      Uin: session ? account : uinOf(call),
      OwnerUin: account,
      AppId: Number(numericId('1', 10, `${account} app`)),
    })
  },
})
