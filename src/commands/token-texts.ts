import type { Text } from './kit/language.ts'

export const tokenTexts = {
  group: {
    en: "Bearer tokens of Keyplane's own API, which these commands use too.",
    zh: '管理 Keyplane 自有 API 的令牌（这些命令也使用它）。',
  },
  list: { en: 'Lists tokens, without what they are.', zh: '列出令牌，不含其内容。' },
  create: { en: 'Makes a token, and prints it this once.', zh: '创建令牌，并仅此一次输出。' },
  remove: { en: 'Makes a token worthless at once.', zh: '立即作废令牌。' },
  name: { en: 'what it is for', zh: '用途名称' },
  scope: {
    en: 'what its holder may do: look, also change machines and keys, or everything',
    zh: '持有者的权限：只读、可操作机器和密钥对，或全部',
  },
  expires: {
    en: 'how long it is good for, such as 12h or 30d (default: until it is removed)',
    zh: '有效期，例如 12h、30d（默认直到被删除）',
  },
  id: { en: 'id of the token', zh: '令牌 id' },
  token: { en: 'token', zh: '令牌' },
  once: { en: 'The token is shown this once: keep it.', zh: '令牌仅显示这一次，请妥善保存。' },
  removed: (id: string): Text => ({ en: `removed token ${id}`, zh: `已删除令牌 ${id}` }),
  never: { en: 'never', zh: '永不' },
  empty: {
    en: 'no token yet beside the administrator\'s own; "keyplane token create NAME --scope reader" makes one',
    zh: '除管理令牌外还没有令牌；用 "keyplane token create NAME --scope reader" 创建',
  },
  columns: {
    id: { en: 'ID', zh: 'ID' },
    name: { en: 'NAME', zh: '名称' },
    scope: { en: 'SCOPE', zh: '权限' },
    created: { en: 'CREATED', zh: '创建时间' },
    expires: { en: 'EXPIRES', zh: '到期时间' },
  },
}
