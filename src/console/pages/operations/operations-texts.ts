import type { Text } from '../../kit/language.tsx'

export const texts = {
  title: { en: 'Operations', zh: '操作' },
  live: { en: 'live', zh: '实时' },
  notLive: { en: 'connecting', zh: '连接中' },
  cloud: { en: 'Cloud', zh: '云' },
  account: { en: 'Account id', zh: '账号 id' },
  instance: { en: 'Instance id', zh: '实例 id' },
  outcome: { en: 'Outcome', zh: '结果' },
  running: { en: 'under way', zh: '进行中' },
  succeeded: { en: 'succeeded', zh: '成功' },
  failed: { en: 'failed', zh: '失败' },
  none: { en: 'There is no operation like this.', zh: '没有符合条件的操作。' },
  empty: {
    en: 'Operations are what calls set going on machines: power, access, reinstallation. Begin one:',
    zh: '操作是调用在机器上触发的持久化任务：电源、访问权限、重装系统。发起一个：',
  },
  columns: {
    begun: { en: 'Begun', zh: '开始时间' },
    instance: { en: 'Instance', zh: '实例' },
    call: { en: 'Call', zh: '调用' },
    steps: { en: 'Steps', zh: '步骤' },
    outcome: { en: 'Outcome', zh: '结果' },
  },
  done: { en: 'all steps done', zh: '步骤已全部完成' },
  open: { en: 'held open', zh: '一直占用' },
  undone: { en: 'undone', zh: '已回滚' },
  undoing: (step: string): Text => ({ en: `undoing: ${step}`, zh: `回滚中：${step}` }),
  attempt: (number: number): Text => ({ en: `attempt ${number}`, zh: `第 ${number} 次尝试` }),
  progress: (done: number, all: number): Text => ({
    en: `${done} of ${all} steps done`,
    zh: `共 ${all} 步，已完成 ${done} 步`,
  }),
  steps: {
    stop: { en: 'stop', zh: '关机' },
    applyAccess: { en: 'apply access', zh: '写入访问权限' },
    reinstall: { en: 'reinstall', zh: '重装系统' },
    start: { en: 'start', zh: '开机' },
    reboot: { en: 'reboot', zh: '重启' },
    remove: { en: 'remove', zh: '销毁' },
  } satisfies Record<string, Text>,
} satisfies Record<
  string,
  Text | Record<string, Text> | ((step: string) => Text) | ((...numbers: number[]) => Text)
>
