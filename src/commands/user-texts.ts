import type { Text } from './kit/language.ts'

export const userTexts = {
  group: { en: 'Users: the actors inside an account.', zh: '管理用户：账号内的操作者。' },
  list: { en: 'Lists the users of an account.', zh: '列出账号的用户。' },
  create: { en: 'Takes a user in, who may do nothing yet.', zh: '新建用户，初始没有任何权限。' },
  remove: {
    en: 'Takes a user away, with the access keys and the device for one-time codes.',
    zh: '删除用户及其访问密钥和一次性验证码设备。',
  },
  name: { en: 'name of the user', zh: '用户名' },
  created: (name: string): Text => ({
    en: `created user ${name}; "keyplane policy attach" says what the user may do`,
    zh: `已创建用户 ${name}；用 "keyplane policy attach" 授予权限`,
  }),
  removed: (name: string): Text => ({ en: `deleted user ${name}`, zh: `已删除用户 ${name}` }),
  empty: {
    en: 'no user yet; "keyplane user create NAME --account ID" takes one in',
    zh: '还没有用户；用 "keyplane user create NAME --account ID" 新建',
  },
  everything: { en: 'everything: it is the account itself', zh: '全部权限：即账号本身' },
  columns: { name: { en: 'NAME', zh: '用户名' }, policies: { en: 'POLICIES', zh: '策略数' } },
}
