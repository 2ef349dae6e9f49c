import type { Text } from './kit/language.ts'

export const policyTexts = {
  group: { en: 'Policies: what users may do.', zh: '管理策略：用户可以做什么。' },
  list: { en: 'Lists the policies of a user.', zh: '列出用户的策略。' },
  attach: {
    en: 'Attaches a policy to a user; the next call sees it.',
    zh: '为用户附加策略，下一次调用即生效。',
  },
  detach: { en: 'Takes a policy from a user.', zh: '移除用户的策略。' },
  check: {
    en: 'Tells whether a call of the user would be allowed, and which statements decide. Exit code 1: denied.',
    zh: '判断用户的某次调用是否会被允许，以及由哪些语句决定。退出码 1 表示拒绝。',
  },
  file: {
    en: 'JSON file with the document, in the policy language of the cloud, or - for the standard input',
    zh: '策略文档的 JSON 文件，采用该云的策略语言；- 表示标准输入',
  },
  dialect: { en: 'cloud API, such as tencent-cvm', zh: '云 API，例如 tencent-cvm' },
  id: { en: 'id of the policy', zh: '策略 id' },
  action: {
    en: 'action, such as AttachKeyPair or ecs:AttachKeyPair',
    zh: '接口，例如 AttachKeyPair 或 ecs:AttachKeyPair',
  },
  region: { en: 'region of the call', zh: '调用的地域' },
  parameters: { en: 'parameters of the call, as a JSON object', zh: '调用的参数，JSON 对象' },
  resource: {
    en: 'whole name of a resource, in place of those that the parameters name; may be given several times',
    zh: '资源的完整名称，取代参数中的资源；可多次给出',
  },
  from: {
    en: 'address that the call comes from (default: where this command runs)',
    zh: '调用的来源地址（默认是本命令所在的机器）',
  },
  plain: { en: 'the call comes without TLS', zh: '调用不经过 TLS' },
  notJson: (file: string, why: string): Text => ({
    en: `${file} is no JSON document: ${why}`,
    zh: `${file} 不是 JSON 文档：${why}`,
  }),
  badParameters: {
    en: '--parameters must be a JSON object, such as {"InstanceIds":["i-1"]}',
    zh: '--parameters 必须是 JSON 对象，例如 {"InstanceIds":["i-1"]}',
  },
  badAddress: (given: string): Text => ({
    en: `--from must be an IP address, not ${JSON.stringify(given)}`,
    zh: `--from 必须是 IP 地址，而不是 ${JSON.stringify(given)}`,
  }),
  attached: (id: string): Text => ({ en: `attached policy ${id}`, zh: `已附加策略 ${id}` }),
  warning: (path: string, message: string): Text => ({
    en: `warning: ${path}: ${message}`,
    zh: `警告：${path}：${message}`,
  }),
  detached: (id: string): Text => ({ en: `detached policy ${id}`, zh: `已移除策略 ${id}` }),
  empty: {
    en: 'no policy yet: the user may do nothing; "keyplane policy attach FILE" attaches one',
    zh: '还没有策略，用户没有任何权限；用 "keyplane policy attach FILE" 附加',
  },
  columns: {
    id: { en: 'ID', zh: 'ID' },
    dialect: { en: 'API', zh: 'API' },
    statements: { en: 'DOCUMENT', zh: '文档' },
  },
  decisions: { allow: { en: 'allowed', zh: '允许' }, deny: { en: 'denied', zh: '拒绝' } },
  reasons: {
    account: { en: 'the user is the account itself', zh: '即账号本身' },
    unjudged: { en: 'no policy is asked for this action', zh: '该接口不检查策略' },
    statements: { en: 'a statement allows each resource', zh: '每个资源都有语句允许' },
    'explicit-deny': { en: 'a statement denies it', zh: '有语句拒绝' },
    'no-allow': { en: 'no statement allows it', zh: '没有语句允许' },
    'no-device': {
      en: 'the account asks for a second factor, and the user has no device',
      zh: '账号要求二次验证，而用户没有设备',
    },
    'no-recent-code': {
      en: 'the account asks for a second factor, and no code was verified in the last 30 minutes',
      zh: '账号要求二次验证，而最近 30 分钟内没有验证过',
    },
  },
  decided: (effect: 'allow' | 'deny', policy: string, statement: number): Text => ({
    en: `${effect === 'allow' ? 'allowed' : 'denied'} by policy ${policy}, statement ${statement}`,
    zh: `由策略 ${policy} 的语句 ${statement} ${effect === 'allow' ? '允许' : '拒绝'}`,
  }),
  allowedByNone: { en: 'allowed by no statement', zh: '没有语句允许' },
}
