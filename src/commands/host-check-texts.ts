import type { Text } from './kit/language.ts'

export const hostCheckTexts = {
  nameSome: { en: 'name hosts, or all of them by --all', zh: '请指明主机，或用 --all 指全部主机' },
  done: { en: 'checked', zh: '已检查' },
  good: { en: 'in sync', zh: '一致' },
  bad: { en: 'not in sync', zh: '不一致' },
  interrupted: {
    en: 'no longer checking. What has begun on a host goes on in the server',
    zh: '不再检查。主机上已开始的操作会在服务器上继续',
  },
  states: {
    'in-sync': { en: 'in-sync', zh: '一致' },
    drifted: { en: 'drifted', zh: '有漂移' },
    unreachable: { en: 'unreachable', zh: '不可达' },
  },
  settled: {
    adopted: { en: ', adopted', zh: '，已采纳' },
    enforced: { en: ', enforced', zh: '，已纠正' },
    failed: { en: ', failed', zh: '，处理失败' },
  },
  missing: (count: number): Text => ({
    en: `${count} of our keys missing`,
    zh: `缺少 ${count} 个我们的密钥`,
  }),
  extra: (count: number): Text => ({
    en: `${count} of our keys too many`,
    zh: `多出 ${count} 个我们的密钥`,
  }),
  answered: { en: 'passwords are answered', zh: '接受密码登录' },
  refused: { en: 'passwords are refused', zh: '拒绝密码登录' },
  foreign: (count: number): Text => ({ en: `${count} foreign lines`, zh: `${count} 行外来内容` }),
}
