import type { Text } from '../../kit/language.tsx'
import type { Texts } from './hosts-texts.ts'

export const texts = {
  title: (name: string): Text => ({ en: `Remove ${name}`, zh: `移除 ${name}` }),
  how: { en: 'How', zh: '方式' },
  letGo: { en: 'Let it go', zh: '移除' },
  letGoDoes: {
    en: 'Keyplane goes there once more: its lines are taken away, password login is given back as it was, then the host is forgotten. A host that does not answer is not let go.',
    zh: 'Keyplane 最后访问一次主机：删除自己写入的行，恢复原来的密码登录设置，然后删除该主机的记录。不响应的主机不会被移除。',
  },
  forget: { en: 'Only forget it', zh: '仅删除记录' },
  forgetDoes: {
    en: 'For a host that never answers again. Nobody goes there: bound keys go on letting people in, and you are told what stays.',
    zh: '用于不会再响应的主机。不访问主机：已绑定的密钥仍可登录，之后会列出主机上的遗留内容。',
  },
  instanceToo: {
    en: 'Its instance and its bindings are gone either way.',
    zh: '无论哪种方式，其实例和绑定都会消失。',
  },
  doneLetGo: (name: string): Text => ({
    en: `${name} was let go. The management line stays: delete the line that ends in keyplane-management by hand.`,
    zh: `已移除 ${name}。管理密钥的行会保留：请手动删除以 keyplane-management 结尾的行。`,
  }),
  emergencyStays: (host: string): Text => ({
    en: `The emergency keys stay on ${host}, and go on letting people in:`,
    zh: `应急密钥保留在 ${host} 上，仍可登录：`,
  }),
  doneForgotten: (host: string): Text => ({
    en: `Nothing was changed on ${host}. What Keyplane wrote there stays, and bound keys go on letting people in:`,
    zh: `没有更改 ${host}。Keyplane 写在那里的内容会保留，绑定的密钥仍可登录：`,
  }),
} satisfies Texts
