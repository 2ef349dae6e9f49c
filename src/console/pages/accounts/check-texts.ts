import type { Text } from '../../kit/language.tsx'

export const texts = {
  title: { en: 'Would this be allowed?', zh: '此调用会被允许吗？' },
  hint: {
    en: 'Decided by the same rules as a real call; nothing is called.',
    zh: '与真实调用采用同一套规则判断；不会发起任何调用。',
  },
  cloud: { en: 'Cloud API', zh: '云 API' },
  action: { en: 'Action', zh: '接口' },
  actionHint: {
    en: 'AttachKeyPair, or with its service ecs:AttachKeyPair',
    zh: 'AttachKeyPair，或带服务名 ecs:AttachKeyPair',
  },
  actionNeeded: { en: 'Enter an action.', zh: '请输入接口。' },
  region: { en: 'Region', zh: '地域' },
  parameters: { en: 'Parameters, as JSON', zh: '参数（JSON）' },
  resources: { en: 'Resources, a whole name per line', zh: '资源（每行一个完整名称）' },
  resourcesHint: { en: 'in place of what the parameters name', zh: '取代参数中指定的资源' },
  from: { en: 'Source address', zh: '来源地址' },
  fromHint: { en: 'where you are, when left empty', zh: '留空则为你所在的地址' },
  overTls: { en: 'over TLS', zh: '经由 TLS' },
  ask: { en: 'Check', zh: '检查' },
  allow: { en: 'Allowed', zh: '允许' },
  deny: { en: 'Denied', zh: '拒绝' },
  ask1st: {
    en: 'The answer appears here, with the statement that decides.',
    zh: '结果与起决定作用的语句会显示在这里。',
  },
  why: {
    account: {
      en: 'The user is the account itself: no policy is asked.',
      zh: '该用户即账号本身，不检查策略。',
    },
    unjudged: { en: 'No policy is asked for this action.', zh: '该接口不检查策略。' },
    statements: { en: 'Each resource is allowed by a statement.', zh: '每个资源都有语句允许。' },
    'explicit-deny': {
      en: 'A statement denies it; a denial beats every allowance.',
      zh: '有语句明确拒绝；拒绝优先于任何允许。',
    },
    'no-allow': { en: 'No statement allows it.', zh: '没有任何语句允许。' },
    'no-device': {
      en: 'Policies allow it, but the account asks for a second factor before it, and the user has no device.',
      zh: '策略允许，但账号要求二次验证，而该用户没有设备。',
    },
    'no-recent-code': {
      en: 'Policies allow it, but the account asks for a second factor before it, and no code was verified in the last 30 minutes.',
      zh: '策略允许，但账号要求二次验证，而最近 30 分钟内没有验证过动态码。',
    },
  } satisfies Record<string, Text>,
  resource: { en: 'Resource', zh: '资源' },
  decidedBy: (statement: number, place: string): Text => ({
    en: `Statement ${statement} of ${place}`,
    zh: `${place} 的第 ${statement} 条语句`,
  }),
  denies: { en: 'denies', zh: '拒绝' },
  allows: { en: 'allows', zh: '允许' },
  gone: { en: 'The policy has been detached since.', zh: '该策略已被移除。' },
} satisfies Record<string, Text | Record<string, Text> | ((statement: number, place: string) => Text)>
