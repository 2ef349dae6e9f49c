import type { Text } from '../../kit/language.tsx'

export const texts = {
  title: { en: 'Hosts', zh: '主机' },
  intro: {
    en: 'Linux machines of your own, reached over SSH. Each is an instance of a cloud: the calls you know bind keys on it.',
    zh: '通过 SSH 访问的自有 Linux 主机。每台都是某个云的实例：用熟悉的调用即可在其上绑定密钥。',
  },
  table: { en: 'Enrolled hosts', zh: '已纳管的主机' },
  filter: { en: 'Filter by name, address, account', zh: '按名称、地址、账号筛选' },
  noneFits: { en: 'No host fits the filter.', zh: '没有符合筛选条件的主机。' },
  empty: {
    en: 'No host is enrolled. Keyplane looks at a machine first, shows what will work there, and takes it in when you say so.',
    zh: '还没有纳管主机。Keyplane 会先查看主机，列出可用的功能，经你确认后再纳管。',
  },
  enrol: { en: 'Enrol a host', zh: '纳管主机' },
  key: { en: 'Management key', zh: '管理密钥' },
  checkAll: { en: 'Check all', zh: '检查全部' },
  checkSome: (count: number): Text => ({ en: `Check ${count} selected`, zh: `检查所选 ${count} 台` }),
  check: { en: 'Check now', zh: '立即检查' },
  stop: { en: 'Stop watching', zh: '停止查看' },
  columns: {
    host: { en: 'Host', zh: '主机' },
    way: { en: 'Reached by', zh: '访问路径' },
    cloud: { en: 'Cloud, account', zh: '云 / 账号' },
    login: { en: 'Login user', zh: '登录用户' },
    state: { en: 'State', zh: '状态' },
    keys: { en: 'Keys', zh: '密钥' },
    mode: { en: 'Drift mode', zh: '漂移处理' },
    found: { en: 'Last check', zh: '最近检查' },
  },
  via: (hops: string): Text => ({ en: `via ${hops}`, zh: `经由 ${hops}` }),
  pending: { en: 'pending', zh: '待生效' },
  details: (name: string): Text => ({ en: `Details of ${name}`, zh: `${name} 的详情` }),
  notChecked: { en: 'not checked yet', zh: '尚未检查' },
  checking: (done: number, total: number): Text => ({
    en: `${done} of ${total} checked`,
    zh: `已检查 ${done} / ${total}`,
  }),
  counted: (inSync: number, drifted: number, unreachable: number): Text => ({
    en: `${inSync} in sync · ${drifted} drifted · ${unreachable} unreachable`,
    zh: `一致 ${inSync} · 有漂移 ${drifted} · 不可达 ${unreachable}`,
  }),
  progress: { en: 'How far the check is', zh: '检查进度' },
  settle: { en: 'Settle the differences…', zh: '处理差异…' },
  close: { en: 'Close', zh: '关闭' },
  cancel: { en: 'Cancel', zh: '取消' },
  instancePage: { en: 'Instance page', zh: '实例页面' },
  remove: { en: 'Remove…', zh: '移除…' },
  loginKinds: {
    management: { en: 'management key', zh: '管理密钥' },
    identity: { en: 'identity file', zh: '身份文件' },
    agent: { en: 'agent', zh: 'SSH agent' },
  },
  logsIn: { en: 'Keyplane logs in by', zh: 'Keyplane 的登录方式' },
  boundPairs: { en: 'Bound key pairs', zh: '已绑定的密钥对' },
  none: { en: 'none', zh: '无' },
  place: { en: 'Cloud, region, account', zh: '云 / 地域 / 账号' },
  onHost: { en: 'On the host', zh: '主机上的情况' },
  notLooked: {
    en: 'Nobody has looked since this page was opened.',
    zh: '自打开本页以来还没有检查过。',
  },
  ours: { en: 'Our keys, where they belong', zh: '我们的密钥（符合期望）' },
  missing: { en: 'Missing: bound, but not there', zh: '缺少：已绑定，但主机上没有' },
  extra: { en: 'Too many: ours, but bound no more', zh: '多余：属于我们，但已不再绑定' },
  foreign: { en: 'Lines of others, never touched', zh: '他人的行（从不触碰）' },
  password: { en: 'Password login', zh: '密码登录' },
  passwordFound: { en: 'Found', zh: '实际' },
  passwordWanted: { en: 'Wanted', zh: '期望' },
  answered: { en: 'answered', zh: '允许' },
  refused: { en: 'refused', zh: '拒绝' },
  unknown: { en: 'cannot be told', zh: '无法得知' },
  hostsOwn: { en: 'the host’s own affair', zh: '由主机自行决定' },
} satisfies Texts

/** What a check found, each with a sign beside its colour. */
export const STATES = {
  'in-sync': { sign: '✓', colour: 'green', text: { en: 'in sync', zh: '一致' } },
  drifted: { sign: '≠', colour: 'orange', text: { en: 'drifted', zh: '有漂移' } },
  unreachable: { sign: '✕', colour: 'red', text: { en: 'unreachable', zh: '不可达' } },
  adopted: { sign: '✓', colour: 'green', text: { en: 'adopted', zh: '已采纳' } },
  enforced: { sign: '✓', colour: 'green', text: { en: 'enforced', zh: '已纠正' } },
  failed: { sign: '✕', colour: 'red', text: { en: 'not settled', zh: '处理失败' } },
} as const

export const MODES = {
  report: {
    name: { en: 'report', zh: '仅报告' },
    does: {
      en: 'Differences are told, nothing is changed.',
      zh: '只报告差异，不做任何更改。',
    },
  },
  adopt: {
    name: { en: 'adopt', zh: '采纳' },
    does: {
      en: 'What was done by hand counts: a key that was taken away there is unbound here, and how passwords are answered is taken over.',
      zh: '以主机为准：在主机上被删除的密钥会在此解绑，密码登录方式按主机现状记录。',
    },
  },
  enforce: {
    name: { en: 'enforce', zh: '纠正' },
    does: {
      en: 'What is bound counts: missing keys are written again, ours that are bound no more go, password login is set as wanted.',
      zh: '以绑定为准：重新写入缺少的密钥，删除已不再绑定的我们的密钥，并按期望设置密码登录。',
    },
  },
} as const

export const foreignStay = {
  en: 'Lines of others in a key file are told and never touched, in any mode.',
  zh: '无论哪种方式，密钥文件中他人的行只报告，从不触碰。',
} satisfies Text

export type Texts = Record<string, Text | ((...given: never[]) => Text) | Readonly<Record<string, Text>>>
