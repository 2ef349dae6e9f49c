import { enrolMfa, findMfaStatus, removeMfa, verifyMfa } from '../../core/accounts/mfa.ts'
import { accountProblem } from './account-problems.ts'
import { ownCall } from './context.ts'
import { api } from './implementer.ts'
import { Problem } from './problem.ts'
import { isoTime } from './texts.ts'

export const mfa = api.mfa.router({
  show: api.mfa.show.handler(async ({ context, input: { account, user } }) => {
    const status = await findMfaStatus(context.core, ownCall(context, { account, action: 'GetMfa' }), user)
    if (!status) throw accountProblem('userUnknown', { account, user })
    const { state, verifiedUntilMs } = status
    return { state, ...(verifiedUntilMs === undefined ? {} : { verifiedUntil: isoTime(verifiedUntilMs) }) }
  }),

  enrol: api.mfa.enrol.handler(async ({ context, input: { account, user } }) => {
    const enrolment = await enrolMfa(context.core, ownCall(context, { account, action: 'EnrolMfa' }), user)
    if (enrolment.outcome === 'userUnknown') throw accountProblem('userUnknown', { account, user })
    if (enrolment.outcome === 'hasDevice') {
      throw new Problem(409, 'the user has a device; remove it before another one is enrolled')
    }
    return { secret: enrolment.secret.reveal(), uri: enrolment.uri.reveal() }
  }),

  verify: api.mfa.verify.handler(async ({ context, input: { account, user, code } }) => {
    const call = ownCall(context, { account, action: 'VerifyMfa' })
    const verification = await verifyMfa(context.core, call, { user, code })
    if (verification.outcome === 'userUnknown') throw accountProblem('userUnknown', { account, user })
    if (verification.outcome === 'noDevice') throw new Problem(404, NO_DEVICE)
    if (verification.outcome === 'codeRefused') {
      throw new Problem(403, 'the code is wrong, is not of this minute, or was used before')
    }
    return { verifiedUntil: isoTime(verification.verifiedUntilMs) }
  }),

  remove: api.mfa.remove.handler(async ({ context, input: { account, user } }) => {
    const { outcome } = await removeMfa(
      context.core,
      ownCall(context, { account, action: 'RemoveMfa' }),
      user,
    )
    if (outcome === 'userUnknown') throw accountProblem('userUnknown', { account, user })
    if (outcome === 'noDevice') throw new Problem(404, NO_DEVICE)
  }),
})

const NO_DEVICE = 'the user has no device'
