import type { Text } from '../../kit/language.tsx'

interface StepText {
  readonly name: Text
  /** What a refusal at this step means. */
  readonly means: Text
}

/** What a call goes through, in words; the names are those of the own API. */
export const STEP_TEXTS: Readonly<Record<string, StepText>> = {
  read: {
    name: { en: 'The request can be read', zh: '请求可以解析' },
    means: {
      en: 'The method, the content type or the encoding is not one that this API takes.',
      zh: '请求方法、内容类型或编码不被该 API 接受。',
    },
  },
  action: {
    name: { en: 'There is such an action', zh: '接口存在' },
    means: {
      en: 'The service has no action of this name in this version.',
      zh: '该服务的这个版本没有这个接口。',
    },
  },
  clock: {
    name: { en: 'It was signed just now', zh: '签名时间有效' },
    means: {
      en: 'The date that was signed is too far from the server’s clock, or is none.',
      zh: '签名时间与服务器时间相差过大，或格式不对。',
    },
  },
  proof: {
    name: { en: 'The signature can be read', zh: '签名信息可读' },
    means: {
      en: 'The call is not signed, or a part of the signature is missing or malformed.',
      zh: '请求没有签名，或签名信息缺失、格式错误。',
    },
  },
  accessKey: {
    name: { en: 'The access key is known', zh: '访问密钥有效' },
    means: {
      en: 'The access key is unknown or disabled, or its session token is not right.',
      zh: '访问密钥不存在或已禁用，或会话令牌不正确。',
    },
  },
  signature: {
    name: { en: 'The signature is right', zh: '签名正确' },
    means: {
      en: 'It was signed with another secret, or the request was changed on its way.',
      zh: '签名所用的 Secret 不对，或请求在途中被改动。',
    },
  },
  nonce: {
    name: { en: 'It was not sent before', zh: '不是重放' },
    means: {
      en: 'The same nonce was used before: the call is a replay.',
      zh: '随机数已被使用：这是一次重放。',
    },
  },
  rate: {
    name: { en: 'Not too many calls', zh: '未超出频率限制' },
    means: {
      en: 'There were more calls in this second or minute than the cloud allows.',
      zh: '调用频率超出了云的限制。',
    },
  },
  region: {
    name: { en: 'There is such a region', zh: '地域存在' },
    means: {
      en: 'The region is missing, or the service is not in it.',
      zh: '未指定地域，或该地域没有此服务。',
    },
  },
  authorize: {
    name: { en: 'Policies allow it', zh: '策略允许' },
    means: {
      en: 'No policy of the user allows it, or one denies it.',
      zh: '用户的策略没有允许，或明确拒绝。',
    },
  },
  mfa: {
    name: { en: 'The second factor is there', zh: '已通过二次验证' },
    means: { en: 'The account asks for a second factor here.', zh: '账号要求此接口进行二次验证。' },
  },
  parameters: {
    name: { en: 'The parameters are right', zh: '参数正确' },
    means: {
      en: 'A parameter is missing, unknown or not as the action wants it.',
      zh: '参数缺失、未知或不符合接口要求。',
    },
  },
  faults: {
    name: { en: 'No fault was ordered', zh: '未命中故障规则' },
    means: {
      en: 'A fault rule of this stand-in refused it on purpose.',
      zh: '替身模式的故障规则有意拒绝了它。',
    },
  },
  run: {
    name: { en: 'The action runs', zh: '执行接口' },
    means: {
      en: 'The call is well formed and permitted, but cannot be done as things are: see the message.',
      zh: '请求合法且已授权，但当前状态下无法执行，详见消息。',
    },
  },
}
