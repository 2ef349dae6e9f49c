import type { Text } from '../../kit/language.tsx'

export const texts = {
  title: { en: 'Overview', zh: '总览' },
  counts: { en: 'At a glance', zh: '概况' },
  instances: { en: 'Instances', zh: '实例' },
  pending: { en: 'Pending changes', zh: '待生效的变更' },
  running: { en: 'Running operations', zh: '进行中的操作' },
  failed: { en: 'Failed in the last hour', zh: '最近一小时失败' },
  version: (version: string): Text => ({ en: `Version ${version}`, zh: `版本 ${version}` }),
  standIn: { en: 'stand-in', zh: '替身模式' },
  strict: { en: 'strict', zh: '严格模式' },
  up: (time: string): Text => ({ en: `up ${time}`, zh: `已运行 ${time}` }),
  days: (days: number, hours: number): Text => ({
    en: `${days} d ${hours} h`,
    zh: `${days} 天 ${hours} 小时`,
  }),
  hours: (hours: number, minutes: number): Text => ({
    en: `${hours} h ${minutes} min`,
    zh: `${hours} 小时 ${minutes} 分`,
  }),
  minutes: (minutes: number, seconds: number): Text => ({
    en: `${minutes} min ${seconds} s`,
    zh: `${minutes} 分 ${seconds} 秒`,
  }),
  rates: { en: 'Calls per second', zh: '每秒调用数' },
  rateChart: {
    en: 'Calls per second over the last two minutes; the table below says the same',
    zh: '最近两分钟的每秒调用数；下表内容相同',
  },
  ratesTable: { en: 'Calls per second by cloud', zh: '各云的每秒调用数' },
  cloud: { en: 'Cloud', zh: '云' },
  now: { en: 'Now', zh: '当前' },
  most: { en: 'Highest', zh: '最高' },
  lastMinute: { en: 'Calls in the last minute', zh: '最近一分钟调用数' },
  twoMinutesAgo: { en: '2 min ago', zh: '2 分钟前' },
  calls: { en: 'Last calls', zh: '最近的调用' },
  allCalls: { en: 'All calls', zh: '全部调用' },
  noCalls: { en: 'No client has called yet.', zh: '尚无客户端调用。' },
  machines: { en: 'Instances by cloud and state', zh: '各云各状态的实例' },
  total: { en: 'in all', zh: '合计' },
  first: {
    en: 'Nothing is here yet. Any client of the four clouds makes the first instance: point one here, and call.',
    zh: '这里还什么都没有。任何一家云的客户端都能创建第一台实例：让它指向这里，然后调用。',
  },
  standInKeys: {
    en: 'Any access key id is an account of its own; its secret is “keyplane”. For other clients: “keyplane env alibaba”, “… volcengine” or “… terraform” on the command line.',
    zh: '任何访问密钥 ID 都自成一个账号，密钥为“keyplane”。其他客户端的设置：命令行“keyplane env alibaba”、“… volcengine”或“… terraform”。',
  },
  strictKeys: {
    en: 'Only access keys of known accounts are taken: make one at Accounts, or by the command line.',
    zh: '只接受已知账号的访问密钥：可在“账号”页或用命令行创建。',
  },
}
