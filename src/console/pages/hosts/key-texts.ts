import type { Text } from '../../kit/language.tsx'
import type { Texts } from './hosts-texts.ts'

export const texts = {
  title: { en: 'Management key', zh: '管理密钥' },
  what: {
    en: 'Keyplane logs in to hosts with this key. It was made once for this deployment; its private half never leaves the server.',
    zh: 'Keyplane 用此密钥登录主机。它在部署时生成一次，私钥从不离开服务器。',
  },
  publicHalf: { en: 'Public half', zh: '公钥' },
  putIt: { en: 'Put it on a host', zh: '放到主机上' },
  putItWhy: {
    en: 'With any login that you have. Replace root@HOST; enrolling can do the same.',
    zh: '使用你已有的任意登录方式。请替换 root@HOST；纳管时也可自动完成。',
  },
  rotate: { en: 'Rotate', zh: '轮换' },
  rotateWhy: {
    en: 'A new key is put on every host and jump host and proven by a login there. Only when all have it, it is used, and the old one is taken away. A host that does not answer stops it, with the old key still working everywhere.',
    zh: '将新密钥放到每台主机和跳板机上，并登录验证。全部成功后才启用新密钥并删除旧密钥。任何主机不响应都会中止，旧密钥在各处仍然可用。',
  },
  skip: { en: 'Hosts to leave out', zh: '跳过的主机' },
  skipWhy: {
    en: 'They keep the old key, and cannot be logged in to afterwards unless the new key is put there by hand.',
    zh: '它们保留旧密钥；除非手动放入新密钥，否则之后无法登录。',
  },
  begin: { en: 'Rotate the key', zh: '轮换密钥' },
  question: (count: number): Text => ({
    en: `Replace the management key on ${count} hosts?`,
    zh: `在 ${count} 台主机上更换管理密钥？`,
  }),
  questionOne: { en: 'Replace the management key on 1 host?', zh: '在 1 台主机上更换管理密钥？' },
  questionNone: {
    en: 'Replace the management key? No host has it yet.',
    zh: '更换管理密钥？目前没有主机使用它。',
  },
  progress: { en: 'Progress of the rotation', zh: '轮换进度' },
  columns: {
    host: { en: 'Server', zh: '服务器' },
    step: { en: 'Step', zh: '步骤' },
    outcome: { en: 'Outcome', zh: '结果' },
    message: { en: 'Why', zh: '原因' },
  },
  running: { en: 'Under way…', zh: '进行中…' },
  done: { en: 'Done: the new key is in use everywhere.', zh: '完成：新密钥已在各处启用。' },
  doneSkipped: {
    en: 'Done: the new key is in use, but on the hosts that were left out.',
    zh: '完成：新密钥已启用，被跳过的主机除外。',
  },
  failed: {
    en: 'Not finished. Every server can still be logged in to. Mend what failed and rotate again, or leave the host out.',
    zh: '未完成。所有服务器仍可登录。请排除故障后重新轮换，或跳过该主机。',
  },
} satisfies Texts

export const STEPS: Readonly<Record<string, Text>> = {
  install: { en: 'put there and proven', zh: '放入并验证新密钥' },
  remove: { en: 'old one taken away', zh: '删除旧密钥' },
}

export const OUTCOMES: Readonly<
  Record<string, { readonly sign: string; readonly colour: string; readonly text: Text }>
> = {
  done: { sign: '✓', colour: 'green', text: { en: 'done', zh: '完成' } },
  failed: { sign: '✕', colour: 'red', text: { en: 'failed', zh: '失败' } },
  skipped: { sign: '–', colour: 'orange', text: { en: 'left out', zh: '已跳过' } },
}
