import type { Excess } from '../../../core/rates/rates.ts'
import type { CamDenial } from '../policies/denials.ts'
import type { MfaCode } from '../policies/tencent-mfa.catalog.ts'
import { Refusal, type WireError } from '../wire-error.ts'
import type { TencentApi } from './api.ts'
import { tencentError } from './tencent-error.ts'

/** Language of the texts a caller gets; English unless he asks for Chinese. Source: spec/tencent.md §1.3. */
export type Language = 'en' | 'zh'

type Text = Readonly<Record<Language, string>>

/** Codes that every action may answer with. Texts observed on the real service where §1.8 has one. */
const TEXTS = {
  'AuthFailure.InvalidAuthorization': same('The `Authorization` in the request header is invalid.'),
  'AuthFailure.SecretIdNotFound': {
    en: 'The SecretId is not found, please ensure that your SecretId is correct.',
    zh: 'SecretId不存在，请输入正确的密钥。',
  },
  'AuthFailure.SignatureExpire': same('The signature is expired, please request again.'),
  'AuthFailure.SignatureFailure': {
    en: 'The provided credentials could not be validated. Please check your signature is correct.',
    zh: '请求签名验证失败，请检查您的签名计算是否正确。',
  },
  // Unverified text.
  'AuthFailure.TokenFailure': same('The token is invalid.'),
  InvalidAction: same('The request `Action` is invalid or not found.'),
  UnsupportedProtocol: same('Only GET and POST requests are supported.'),
  UnsupportedRegion: same('The action not support this region.'),
} satisfies Readonly<Record<string, Text>>

/** Refuses with one of the common codes. Source: spec/tencent.md §1.8. */
export function refusal(code: keyof typeof TEXTS, language: Language = 'en'): Refusal {
  return new Refusal(tencentError(code, TEXTS[code][language]))
}

/** All of them, for who asks for one by its code. */
export function commonErrors(): readonly WireError[] {
  const known = Object.entries(TEXTS).map(([code, { en, zh }]) => tencentError(code, en, zh))
  return [...known, tooOften({ count: 2, limit: 1 })]
}

/** Chinese: seed 002. */
export function missingParameter(name: string): WireError {
  const message = `The request is missing a required parameter \`${name}\`.`
  return tencentError('MissingParameter', message, '参数缺失。请求没有带必选参数。')
}

export function wrongType(name: string): WireError {
  return tencentError('InvalidParameter', `Parameter \`${name}\` type error.`)
}

export function unknownParameter(name: string): WireError {
  return tencentError('UnknownParameter', `The parameter \`${name}\` is not recognized.`)
}

/** Chinese: seed 002. */
export function invalidValue(name: string): WireError {
  const message = `A value specified in \`${name}\` is not valid, is unsupported, or cannot be used.`
  return tencentError('InvalidParameterValue', message, '无效参数值。参数值格式错误或者参数值不被支持等。')
}

/** One call too many in a second. Source: spec/tencent.md §1.8. */
export function tooOften({ count, limit }: Pick<Excess, 'count' | 'limit'>): WireError {
  const message =
    `Your current request times equals to \`${count}\` in a second, which exceeds the frequency limit ` +
    `\`${limit}\` for a second. Please reduce the frequency of calls.`
  return tencentError('RequestLimitExceeded', message)
}

/** Observed on the real service. Source: spec/tencent.md §1.8, spec/policies.md §3. */
export function notAuthorizedText(requestId: string, { operation, resource }: CamDenial): string {
  return (
    `[request id:${requestId}]you are not authorized to perform operation (${operation})\n` +
    `resource (${resource}) has no permission\n`
  )
}

/** English of CVM: seed 000; all others from the clients' lists of texts. Source: spec/policies.md §4. */
const MFA_TEXTS: Readonly<Record<TencentApi['service'], Readonly<Record<MfaCode, Text>>>> = {
  cvm: {
    'UnauthorizedOperation.MFANotFound': {
      en: 'Unauthorized operation. Make sure Multi-Factor Authentication (MFA) exists.',
      zh: '没有权限进行此操作，请确认是否存在多因子认证（MFA）。',
    },
    'UnauthorizedOperation.MFAExpired': {
      en: 'Unauthorized operation. Make sure Multi-Factor Authentication (MFA) is valid.',
      zh: '您无法进行当前操作，请确认多因子认证（MFA）是否失效。',
    },
  },
  lighthouse: {
    'UnauthorizedOperation.MFANotFound': { en: 'MFA does not exist.', zh: 'MFA 不存在。' },
    'UnauthorizedOperation.MFAExpired': { en: 'MFA has expired.', zh: 'MFA 已过期。' },
  },
}

/** A call that needs a second factor and has none, or none any more. */
export function mfaRefusal(service: TencentApi['service'], code: MfaCode): WireError {
  const { en, zh } = MFA_TEXTS[service][code]
  return tencentError(code, en, zh)
}

/** v1 signatures over the size limit fail; the text says why. Source: spec/tencent.md §1.2. */
export function tooLargeForV1(): WireError {
  const reason =
    ' This may be because of exceeding request size limit, please use new signature method `TC3-HMAC-SHA256`.'
  const code = 'AuthFailure.SignatureFailure'
  return tencentError(code, TEXTS[code].en + reason)
}

function same(text: string): Text {
  return { en: text, zh: text }
}
