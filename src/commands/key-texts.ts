import type { Text } from './kit/language.ts'

export const keyTexts = {
  group: {
    en: "Access keys: what users sign calls of the clouds' APIs with.",
    zh: '管理访问密钥：用户用它签署云 API 调用。',
  },
  list: { en: 'Lists the access keys of a user.', zh: '列出用户的访问密钥。' },
  create: {
    en: 'Gives a user an access key, and prints its secret this once.',
    zh: '为用户创建访问密钥，并仅此一次输出其 Secret。',
  },
  disable: { en: 'Disables an access key: it signs nothing any more.', zh: '停用访问密钥：不能再用于签名。' },
  enable: { en: 'Enables an access key that was disabled.', zh: '重新启用已停用的访问密钥。' },
  remove: { en: 'Takes an access key away for good.', zh: '永久删除访问密钥。' },
  id: { en: 'id of the access key', zh: '访问密钥 id' },
  newId: { en: 'id of the access key (default: made up)', zh: '访问密钥 id（默认自动生成）' },
  form: {
    en: 'what an id that is made up looks like (default keyplane)',
    zh: '自动生成的 id 的样式（默认 keyplane）',
  },
  accessKey: { en: 'access key', zh: '访问密钥' },
  secret: { en: 'secret', zh: 'Secret' },
  once: { en: 'The secret is shown this once: keep it.', zh: 'Secret 仅显示这一次，请妥善保存。' },
  disabled: (id: string): Text => ({ en: `disabled access key ${id}`, zh: `已停用访问密钥 ${id}` }),
  enabled: (id: string): Text => ({ en: `enabled access key ${id}`, zh: `已启用访问密钥 ${id}` }),
  removed: (id: string): Text => ({ en: `deleted access key ${id}`, zh: `已删除访问密钥 ${id}` }),
  empty: {
    en: 'no access key yet; "keyplane key create" makes one',
    zh: '还没有访问密钥；用 "keyplane key create" 创建',
  },
  states: { enabled: { en: 'enabled', zh: '启用' }, disabled: { en: 'disabled', zh: '停用' } },
  columns: { id: { en: 'ACCESS KEY', zh: '访问密钥' }, state: { en: 'STATE', zh: '状态' } },
}
