import type { OneTimeCodes } from './core/accounts/one-time-code.ts'
import { Secret } from './core/secret.ts'

/** Of RFC 6238 with what every authenticator app takes for granted: SHA-1, six digits. Source: spec/policies.md §4. */
const STEP_SECONDS = 30
const CODE = /^[0-9]{6}$/
const ISSUER = 'Keyplane'

/** Codes as `otplib` makes them. It is loaded with the first device: most runs have none, and it costs 7 MB. */
export function totpCodes(): OneTimeCodes {
  return {
    async newSecret() {
      const { generateSecret } = await import('otplib')
      return new Secret(generateSecret())
    },
    async uri(secret, owner) {
      const { generateURI } = await import('otplib')
      return new Secret(generateURI({ issuer: ISSUER, label: owner, secret: secret.reveal() }))
    },
    async findStep(secret, code, nowMs) {
      if (!CODE.test(code)) return undefined
      const { verifySync } = await import('otplib')
      const epoch = Math.floor(nowMs / 1_000)
      const found = verifySync({
        ...{ secret: secret.reveal(), token: code, epoch },
        ...{ period: STEP_SECONDS, epochTolerance: STEP_SECONDS },
      })
      return found.valid && 'timeStep' in found ? found.timeStep : undefined
    },
  }
}
