import type { Text } from '../../kit/language.tsx'
import type { Texts } from './hosts-texts.ts'

export const texts = {
  title: { en: 'Settle the differences', zh: '处理差异' },
  how: { en: 'What counts?', zh: '以哪一方为准？' },
  each: { en: 'as each host is set', zh: '按各主机的设置' },
  eachDoes: {
    en: 'Each host is treated by the drift mode that it was enrolled with.',
    zh: '按每台主机纳管时所设的漂移处理方式执行。',
  },
  what: (count: number): Text => ({ en: `What changes on ${count} hosts`, zh: `${count} 台主机上的变化` }),
  whatOne: { en: 'What changes on the host', zh: '主机上的变化' },
  goes: { en: 'goes from the host', zh: '从主机上删除' },
  comes: { en: 'is written again', zh: '重新写入主机' },
  unbound: { en: 'is unbound here', zh: '在此解绑' },
  notMine: { en: 'goes from the host as well: nobody has bound it', zh: '也会从主机上删除：没有绑定它' },
  passwordOff: { en: 'Password login is turned off.', zh: '关闭密码登录。' },
  passwordOn: { en: 'Password login is turned on.', zh: '打开密码登录。' },
  passwordIs: (isAnswered: boolean): Text => ({
    en: isAnswered ? 'Passwords stay answered.' : 'Passwords stay refused.',
    zh: isAnswered ? '继续允许密码登录。' : '继续拒绝密码登录。',
  }),
  stays: { en: 'Only told: nothing changes.', zh: '仅报告，不做更改。' },
  checksAgain: {
    en: 'Each host is looked at again first; what has changed since is settled too.',
    zh: '执行前会再次检查各主机，其间发生的变化也会一并处理。',
  },
  actions: {
    adopt: { en: 'Adopt', zh: '采纳' },
    enforce: { en: 'Enforce', zh: '纠正' },
    each: { en: 'Do it', zh: '执行' },
  },
} satisfies Texts
