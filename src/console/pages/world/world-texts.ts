import type { Text } from '../../kit/language.tsx'

export const texts = {
  title: { en: 'World', zh: '世界控制' },
  seedNumber: (number: number): Text => ({ en: `seed number ${number}`, zh: `种子数 ${number}` }),
  noSeedNumber: { en: 'ids and keys by chance', zh: 'id 与密钥随机' },
  account: { en: 'Account id', zh: '账号 id' },
  cloud: { en: 'Cloud', zh: '云' },
  instance: { en: 'Instance id', zh: '实例 id' },
  remove: { en: 'Remove', zh: '删除' },
  removeOf: (what: string): Text => ({ en: `Remove ${what}`, zh: `删除 ${what}` }),
  cancel: { en: 'Cancel', zh: '取消' },
  needed: { en: 'This is needed.', zh: '必填。' },

  clock: { en: 'Clock', zh: '时钟' },
  real: { en: 'runs', zh: '运行中' },
  held: { en: 'held', zh: '已停住' },
  clockHint: {
    en: 'Transitions, rate limits, tokens, MFA windows and creation times follow it.',
    zh: '状态转换、限频、临时凭证、二次验证时效和创建时间都以它为准。',
  },
  holdNow: { en: 'Hold', zh: '停住' },
  release: { en: 'Let it run', zh: '恢复运行' },
  advance: { en: 'Advance by', zh: '推进' },
  minute: { en: '1 min', zh: '1 分钟' },
  hour: { en: '1 h', zh: '1 小时' },
  day: { en: '1 d', zh: '1 天' },
  seconds: { en: 'Seconds', zh: '秒数' },
  go: { en: 'Advance', zh: '推进' },
  instant: { en: 'Hold at (RFC 3339)', zh: '停在（RFC 3339）' },
  set: { en: 'Hold there', zh: '停在此刻' },

  faults: { en: 'Fault rules', zh: '故障规则' },
  addFault: { en: 'Add a rule', zh: '添加规则' },
  noFaults: {
    en: 'Nothing goes wrong on purpose. A rule lets calls or machines fail:',
    zh: '没有故障规则。规则可让调用或机器出错：',
  },
  matched: { en: 'Matched', zh: '匹配' },
  injected: { en: 'Hit', zh: '命中' },
  removeRule: { en: 'Calls and machines go right again.', zh: '相关调用和机器恢复正常。' },

  holds: { en: 'Held instances', zh: '停住的实例' },
  holdsHint: {
    en: 'Its operation stays where it is, or its next one at its beginning. Releasing also ends what a seed file holds open.',
    zh: '实例停留在当前操作，或停在下一个操作的开头。放行也会结束种子文件占用的状态。',
  },
  hold: { en: 'Hold', zh: '停住' },
  letGo: { en: 'Release', zh: '放行' },
  letGoOf: (instance: string): Text => ({ en: `Release ${instance}`, zh: `放行 ${instance}` }),
  heldIn: (action: string): Text => ({ en: `in ${action}`, zh: `停在 ${action}` }),
  heldNext: { en: 'from its next operation on', zh: '将停在下一个操作' },

  snapshots: { en: 'Snapshots', zh: '快照' },
  snapshotName: { en: 'Name of the snapshot', zh: '快照名称' },
  save: { en: 'Save', zh: '保存' },
  load: { en: 'Load', zh: '恢复' },
  loadOf: (name: string): Text => ({ en: `Load ${name}`, zh: `恢复 ${name}` }),
  loadQuestion: {
    en: 'The world becomes as it was then; what has happened since is gone. Fault rules stay.',
    zh: '环境回到保存时的状态，此后的变化全部丢失。故障规则保留。',
  },
  removeSnapshot: { en: 'It cannot be brought back.', zh: '删除后无法找回。' },
  rows: (count: number): Text => ({ en: `${count} rows`, zh: `${count} 行` }),

  reset: { en: 'Reset', zh: '重置' },
  resetHint: {
    en: 'Back to the seed file, or to nothing. A whole reset takes fault rules, holds and the audit log too; snapshots stay.',
    zh: '恢复到种子文件的状态；没有则清空。全部重置还会清除故障规则、停住的实例和审计日志；快照保留。',
  },
  resetAll: { en: 'Reset everything', zh: '全部重置' },
  resetOne: { en: 'Reset this account', zh: '重置此账号' },
  resetAllQuestion: { en: 'Everything in this world is set back.', zh: '此环境中的一切都会被重置。' },
  resetOneQuestion: (account: string): Text => ({
    en: `All that is of account ${account} is set back.`,
    zh: `账号 ${account} 的一切都会被重置。`,
  }),
} satisfies Record<string, Text | ((what: string) => Text) | ((count: number) => Text)>
