import type { Text } from './kit/language.ts'

export const accountTexts = {
  group: { en: 'Accounts: the tenants whose users call.', zh: '管理账号：发起调用的用户所属的租户。' },
  list: { en: 'Lists accounts.', zh: '列出账号。' },
  show: { en: 'Shows one account.', zh: '显示一个账号。' },
  create: {
    en: 'Takes an account in, with its user root, who is the account itself.',
    zh: '新建账号及其 root 用户（即账号本身）。',
  },
  rename: { en: 'Gives an account another name.', zh: '给账号改名。' },
  remove: {
    en: 'Takes an account away with its users and keys; refused while it has instances or key pairs.',
    zh: '删除账号及其用户和密钥；账号下有实例或密钥对时会被拒绝。',
  },
  requireMfa: {
    en: 'Says which actions need a code of the second factor, instead of those that did; without any: none.',
    zh: '设定哪些接口需要二次验证码，取代原有设定；不写则全部取消。',
  },
  id: { en: 'id of the account', zh: '账号 id' },
  name: { en: 'name of the account', zh: '账号名称' },
  newId: {
    en: 'id of the account, digits only (default: made up)',
    zh: '账号 id，只能是数字（默认自动生成）',
  },
  actions: { en: 'actions of Tencent, such as StopInstances', zh: '腾讯云接口，例如 StopInstances' },
  created: (id: string): Text => ({ en: `created account ${id}`, zh: `已创建账号 ${id}` }),
  renamed: (id: string, name: string): Text => ({
    en: `account ${id} is now called ${name}`,
    zh: `账号 ${id} 已改名为 ${name}`,
  }),
  removed: (id: string): Text => ({ en: `deleted account ${id}`, zh: `已删除账号 ${id}` }),
  needs: (id: string, actions: string): Text => ({
    en: `account ${id} asks for a second factor before ${actions}`,
    zh: `账号 ${id} 在以下接口前要求二次验证：${actions}`,
  }),
  needsNone: (id: string): Text => ({
    en: `account ${id} asks for a second factor before no action`,
    zh: `账号 ${id} 的所有接口都不要求二次验证`,
  }),
  empty: {
    en: 'no account yet; "keyplane account create NAME" takes one in',
    zh: '还没有账号；用 "keyplane account create NAME" 新建',
  },
  columns: {
    id: { en: 'ID', zh: 'ID' },
    name: { en: 'NAME', zh: '名称' },
    mfa: { en: 'SECOND FACTOR BEFORE', zh: '要求二次验证的接口' },
  },
}
