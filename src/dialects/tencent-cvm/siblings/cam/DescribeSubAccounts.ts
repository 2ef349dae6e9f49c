import { z } from 'zod'

import { ROOT_USER } from '../../../../core/accounts/account.ts'
import { action } from '../../../kit/action.ts'
import { integer } from '../../../kit/params.ts'
import { uinOf } from '../uin.ts'

/** `UserType` of a user of an account. Source: the official SDK's description, as of 2026-11. */
const SUB_USER = 2

/**
 * Tells about users of the account by their numbers: about the caller alone, which is what clients ask for. The account
 * itself is no user of it.
 */
export const DescribeSubAccounts = action({
  name: 'DescribeSubAccounts',
  access: 'list',
  params: z.strictObject({ FilterSubAccountUin: z.array(integer()).min(1).max(50) }),
  run({ call }, { FilterSubAccountUin: wanted }) {
    const { user, session } = call
    const uin = Number(uinOf(call))
    const isUser = user !== ROOT_USER && session === undefined
    const found = isUser && wanted.includes(uin) ? [presentUser(uin, user)] : []
    return Promise.resolve({ SubAccounts: found })
  },
})

/** When it was made and when it last came through a console is not known here. */
function presentUser(uin: number, name: string) {
  return {
    ...{ Uin: uin, Name: name, Uid: uin, Remark: '', UserType: SUB_USER },
    ...{ CreateTime: '', LastLoginIp: '', LastLoginTime: '' },
  }
}
