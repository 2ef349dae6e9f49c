import type { Text } from '../../kit/language.tsx'

export const texts = {
  accounts: { en: 'Accounts', zh: '账号' },
  name: { en: 'Name', zh: '名称' },
  id: { en: 'Id', zh: 'id' },
  idNew: { en: 'Id, digits only', zh: 'id（仅数字）' },
  idMade: { en: 'made up when left empty', zh: '留空则自动生成' },
  requireMfa: { en: 'Second factor before', zh: '需要二次验证的接口' },
  requireMfaHint: {
    en: 'Actions of Tencent that need a code verified in the last 30 minutes',
    zh: '腾讯云接口；调用前 30 分钟内须验证过动态码',
  },
  nameNeeded: { en: 'Enter a name.', zh: '请输入名称。' },
  createAccount: { en: 'Create account', zh: '新建账号' },
  edit: { en: 'Edit', zh: '编辑' },
  editOf: (name: string): Text => ({ en: `Edit ${name}`, zh: `编辑 ${name}` }),
  save: { en: 'Save', zh: '保存' },
  cancel: { en: 'Cancel', zh: '取消' },
  remove: { en: 'Delete', zh: '删除' },
  removeOf: (name: string): Text => ({ en: `Delete ${name}`, zh: `删除 ${name}` }),
  removeAccount: {
    en: 'Its users, access keys and policies go with it. Refused while it has instances or key pairs.',
    zh: '其用户、访问密钥和策略一并删除。账号下还有实例或密钥对时会被拒绝。',
  },
  accountsEmpty: {
    en: 'An account is a tenant: its users call, instances and key pairs are its own. Take the first in:',
    zh: '账号即租户：其用户发起调用，实例和密钥对归其所有。新建第一个：',
  },
  actions: { en: 'What can be done', zh: '可执行的操作' },
  none: { en: 'none', zh: '无' },
  users: { en: 'Users', zh: '用户' },
  user: { en: 'User', zh: '用户' },
  createUser: { en: 'Create user', zh: '新建用户' },
  userHint: { en: 'may do nothing until a policy says otherwise', zh: '在附加策略之前没有任何权限' },
  policiesCount: { en: 'Policies', zh: '策略数' },
  everything: { en: 'everything: the account itself', zh: '全部权限：即账号本身' },
  removeUser: {
    en: 'Access keys and the device for one-time codes go with the user.',
    zh: '用户的访问密钥和二次验证设备一并删除。',
  },
  usersEmpty: { en: 'This account has no users yet.', zh: '此账号还没有用户。' },
  isRoot: {
    en: 'This user is the account itself: no policy limits it.',
    zh: '此用户即账号本身：不受任何策略限制。',
  },
} satisfies Record<string, Text | ((name: string) => Text)>
