import type { Text } from '../../kit/language.tsx'

export const texts = {
  title: { en: 'Instances', zh: '实例' },
  search: { en: 'Name, ID, address', zh: '名称、ID 或地址' },
  cloud: { en: 'Cloud', zh: '云' },
  state: { en: 'State', zh: '状态' },
  account: { en: 'Account', zh: '账号' },
  region: { en: 'Region', zh: '地域' },
  onlyPending: { en: 'Pending only', zh: '仅待生效' },
  keyPairFilter: (id: string): Text => ({ en: `Key pair ${id}`, zh: `密钥对 ${id}` }),
  sort: { en: 'Order', zh: '排序' },
  sorts: {
    id: { en: 'By account', zh: '按账号' },
    name: { en: 'By name', zh: '按名称' },
    newest: { en: 'Newest first', zh: '最新的在前' },
  },
  name: { en: 'Name', zh: '名称' },
  keys: { en: 'Keys', zh: '密钥' },
  keysOf: (count: number): Text => ({
    en: `${count} ${count === 1 ? 'key pair' : 'key pairs'}`,
    zh: `${count} 个密钥对`,
  }),
  password: { en: 'Password', zh: '密码登录' },
  allowed: { en: 'allowed', zh: '允许' },
  refused: { en: 'off', zh: '关闭' },
  pendingColumn: { en: 'Pending', zh: '待生效' },
  cloudAndRegion: { en: 'Cloud, region', zh: '云、地域' },
  operation: { en: 'Latest operation', zh: '最近的操作' },
  inForce: { en: 'in force', zh: '已生效' },
  reasons: {
    operationRunning: { en: 'an operation runs', zh: '操作进行中' },
    operationFailed: { en: 'the last operation failed', zh: '上次操作失败' },
    machineOff: { en: 'until it is started', zh: '开机后生效' },
    nextBoot: { en: 'until the next boot', zh: '下次启动后生效' },
  },
  pending: (why: string): Text => ({ en: `pending: ${why}`, zh: `待生效：${why}` }),
  none: {
    en: 'No instance yet. Run one with the SDK or Terraform that you have, or enrol a host of your own.',
    zh: '还没有实例。用现有的 SDK 或 Terraform 创建一台，或纳管自己的主机。',
  },
  nothingMatches: { en: 'No instance matches.', zh: '没有符合条件的实例。' },
  clear: { en: 'Clear the filters', zh: '清除筛选' },
  bind: { en: 'Bind a key pair', zh: '绑定密钥对' },
  selected: (count: number): Text => ({ en: `${count} selected`, zh: `已选 ${count} 台` }),
  unselect: { en: 'Clear the selection', zh: '取消选择' },
  select: (name: string): Text => ({ en: `Select ${name}`, zh: `选择 ${name}` }),
}

export const STATES = [
  ...[
    'running',
    'stopped',
    'starting',
    'stopping',
    'rebooting',
    'pending',
    'terminating',
    'shutdown',
    'rescue',
  ],
  ...['entering-rescue', 'exiting-rescue', 'rebuilding', 'live-migrating', 'freezing', 'isolating', 'banned'],
  'corrupted',
]
