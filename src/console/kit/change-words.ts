import { asIs, type Text } from './language.tsx'

const THINGS: Readonly<Record<string, Text>> = {
  keyPair: { en: 'key pair', zh: '密钥对' },
  instance: { en: 'instance', zh: '实例' },
  binding: { en: 'binding', zh: '绑定' },
  password: { en: 'password', zh: '密码' },
  permission: { en: 'permission', zh: '权限' },
  mfaDevice: { en: 'MFA device', zh: 'MFA 设备' },
  roleSession: { en: 'role session', zh: '角色会话' },
  account: { en: 'account', zh: '账号' },
  user: { en: 'user', zh: '用户' },
  accessKey: { en: 'access key', zh: '访问密钥' },
  policy: { en: 'policy', zh: '策略' },
  apiToken: { en: 'token', zh: '令牌' },
}

const VERBS: Readonly<Record<string, Text>> = {
  created: { en: 'created', zh: '已创建' },
  imported: { en: 'imported', zh: '已导入' },
  deleted: { en: 'deleted', zh: '已删除' },
  bound: { en: 'bound', zh: '已绑定' },
  unbound: { en: 'unbound', zh: '已解绑' },
  set: { en: 'set', zh: '已设置' },
  modified: { en: 'modified', zh: '已修改' },
  accepted: { en: 'accepted', zh: '已受理' },
  refused: { en: 'refused', zh: '被拒绝' },
  verified: { en: 'verified', zh: '已验证' },
}

/** What a row of the audit log tells of: `key pair bound`. */
export function changeText({ what, verb }: { readonly what: string; readonly verb: string }): Text {
  const isBinding = what === 'binding' && verb.endsWith('bound')
  const thing = THINGS[isBinding ? 'keyPair' : what] ?? asIs(what)
  const done = VERBS[verb] ?? asIs(verb)
  return { en: `${thing.en} ${done.en}`, zh: `${thing.zh}${done.zh}` }
}
