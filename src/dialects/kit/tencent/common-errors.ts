import type { Call } from '../../../core/call.ts'
import { Refusal, type WireError } from '../wire-error.ts'
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

export function missingParameter(name: string): WireError {
  return tencentError('MissingParameter', `The request is missing a required parameter \`${name}\`.`)
}

export function wrongType(name: string): WireError {
  return tencentError('InvalidParameter', `Parameter \`${name}\` type error.`)
}

export function unknownParameter(name: string): WireError {
  return tencentError('UnknownParameter', `The parameter \`${name}\` is not recognized.`)
}

export function invalidValue(name: string): WireError {
  const message = `A value specified in \`${name}\` is not valid, is unsupported, or cannot be used.`
  return tencentError('InvalidParameterValue', message)
}

export function tooManyValues(name: string): WireError {
  const message = `The number of values of parameter \`${name}\` exceeds the limit.`
  return tencentError('InvalidParameterValue.LimitExceeded', message)
}

/** The text of the caller's own policies failing him. Source: spec/tencent.md §1.8, spec/policies.md. */
export function notAuthorizedText(service: string, { requestId, action }: Call): string {
  return (
    `[request id:${requestId}]you are not authorized to perform operation (${service}:${action})\n` +
    'resource (*) has no permission\n'
  )
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
