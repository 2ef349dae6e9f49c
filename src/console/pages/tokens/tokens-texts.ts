import type { Scope } from '../../../own-api/contract/scopes.ts'
import type { Text } from '../../kit/language.tsx'

export const texts = {
  title: { en: 'Tokens', zh: '令牌' },
  intro: {
    en: 'Bearer tokens of Keyplane’s own API: the command line, scripts and this console sign in with them. Only a hash of each is kept.',
    zh: 'Keyplane 自有 API 的令牌：命令行、脚本和本控制台都用它登录。服务器只保存其哈希。',
  },
  adminHere: {
    en: 'You are signed in with the administrator’s own token. It is set where the server starts, and is not in this list.',
    zh: '当前使用管理令牌登录。它在服务器启动处设置，不在此列表中。',
  },
  table: { en: 'Tokens', zh: '令牌列表' },
  create: { en: 'Create token', zh: '创建令牌' },
  name: { en: 'Name', zh: '名称' },
  nameHint: {
    en: 'What it is for. Letters, digits and . _ @ - ; 64 at most.',
    zh: '用途。字母、数字和 . _ @ -，最多 64 个字符。',
  },
  nameWrong: {
    en: 'Must be 1 to 64 letters, digits and . _ @ -',
    zh: '须为 1 到 64 个字母、数字或 . _ @ -',
  },
  scope: { en: 'What it may do', zh: '权限' },
  end: { en: 'It ends', zh: '有效期' },
  created: { en: 'Created', zh: '创建时间' },
  expires: { en: 'Ends', zh: '到期时间' },
  never: { en: 'when it is removed', zh: '直到被删除' },
  ended: { en: 'ended', zh: '已到期' },
  actions: { en: 'Actions', zh: '操作' },
  thisOne: { en: 'this browser', zh: '当前浏览器' },
  madeTitle: { en: 'Keep this token now', zh: '请立即保存令牌' },
  madeOnce: {
    en: 'It is shown this once. Nobody can read it again, not even the server.',
    zh: '令牌仅显示这一次，之后任何人（包括服务器）都无法再读取。',
  },
  howToUse: { en: 'For the command line:', zh: '在命令行中使用：' },
  kept: { en: 'I have kept it', zh: '我已保存' },
  cancel: { en: 'Cancel', zh: '取消' },
  remove: { en: 'Remove', zh: '删除' },
  removeLabel: (name: string): Text => ({ en: `Remove ${name}`, zh: `删除 ${name}` }),
  removeTitle: (name: string): Text => ({ en: `Remove token ${name}?`, zh: `删除令牌 ${name}？` }),
  removeWhy: {
    en: 'It is worthless at once: whatever signs in with it is refused from the next call on. It cannot be brought back.',
    zh: '令牌立即作废：使用它的程序从下一次调用起会被拒绝。此操作不可撤销。',
  },
  removeOwn: {
    en: 'It is the one this browser is signed in with. You are asked for another one then.',
    zh: '当前浏览器正在使用该令牌。删除后需要用其他令牌重新登录。',
  },
  empty: {
    en: 'There is no token beside the administrator’s own. Make one for each program and person, with no more rights than they need.',
    zh: '除管理令牌外还没有令牌。请为每个程序和人员分别创建，只给所需的权限。',
  },
} satisfies Record<string, Text | ((name: string) => Text)>

export const SCOPE_TEXTS: Readonly<
  Record<Scope, { readonly name: Text; readonly may: Text; readonly colour: string }>
> = {
  reader: {
    name: { en: 'reader', zh: '只读' },
    may: {
      en: 'Looks at everything but tokens and the world of a stand-in, and asks whether a call would be allowed. Changes nothing.',
      zh: '查看除令牌和世界控制外的一切，并可询问某个调用是否会被允许。不能更改任何内容。',
    },
    colour: 'default',
  },
  operator: {
    name: { en: 'operator', zh: '操作员' },
    may: {
      en: 'Also changes machines, key pairs and bindings, and checks hosts.',
      zh: '还可更改机器、密钥对和绑定，并检查主机。',
    },
    colour: 'blue',
  },
  admin: {
    name: { en: 'administrator', zh: '管理员' },
    may: {
      en: 'Everything: also hosts, accounts, users, access keys, policies, tokens, and the world of a stand-in.',
      zh: '全部：还包括纳管主机、账号、用户、访问密钥、策略、令牌，以及替身模式的世界控制。',
    },
    colour: 'red',
  },
}

const HOUR_S = 3_600
const DAY_S = 24 * HOUR_S

/** How long a token may be good for, in seconds; without a number until it is removed. */
export const LIVES: readonly { readonly id: string; readonly seconds?: number; readonly text: Text }[] = [
  { id: '1h', seconds: HOUR_S, text: { en: 'in 1 hour', zh: '1 小时' } },
  { id: '12h', seconds: 12 * HOUR_S, text: { en: 'in 12 hours', zh: '12 小时' } },
  { id: '1d', seconds: DAY_S, text: { en: 'in 1 day', zh: '1 天' } },
  { id: '7d', seconds: 7 * DAY_S, text: { en: 'in 7 days', zh: '7 天' } },
  { id: '30d', seconds: 30 * DAY_S, text: { en: 'in 30 days', zh: '30 天' } },
  { id: '90d', seconds: 90 * DAY_S, text: { en: 'in 90 days', zh: '90 天' } },
  { id: '1y', seconds: 365 * DAY_S, text: { en: 'in 1 year', zh: '1 年' } },
  { id: 'never', text: { en: 'when it is removed', zh: '直到被删除' } },
]
