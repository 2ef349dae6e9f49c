import type { Text } from '../../kit/language.tsx'

export const texts = {
  title: { en: 'Bind a key pair', zh: '绑定密钥对' },
  keyPair: { en: 'Key pair', zh: '密钥对' },
  whichKeyPair: { en: 'Name of the key pair', zh: '密钥对名称' },
  eachLooks: {
    en: 'Each instance takes the pair of this name in its own account, cloud and region.',
    zh: '每个实例使用其所在账号、云和地域中同名的密钥对。',
  },
  noKeyPair: { en: 'No key pair matches.', zh: '没有匹配的密钥对。' },
  searching: { en: 'Searching…', zh: '正在查找…' },
  instances: { en: 'Instances', zh: '实例' },
  whichInstances: { en: 'Name, id or address', zh: '名称、ID 或地址' },
  noInstance: { en: 'No instance matches.', zh: '没有匹配的实例。' },
  bound: { en: 'Keys that are bound', zh: '已绑定的密钥' },
  asTheCloud: { en: 'As the cloud does it', zh: '按云的默认行为' },
  onTop: { en: 'Keep them', zh: '保留' },
  replace: { en: 'Replace them', zh: '替换' },
  howLong: { en: 'For how long', zh: '有效期' },
  noEnd: { en: 'Without an end', zh: '长期' },
  oneHour: { en: '1 hour', zh: '1 小时' },
  eightHours: { en: '8 hours', zh: '8 小时' },
  oneDay: { en: '1 day', zh: '1 天' },
  own: { en: 'Other…', zh: '自定义…' },
  hours: { en: 'Hours', zh: '小时' },
  force: { en: 'Switch running machines off where it is needed', zh: '需要时强制关闭运行中的机器' },
  forAWhile: {
    en: 'For a while is always at once, without a restart, and beside the keys that are bound.',
    zh: '有期限的绑定总是立即生效、无需重启，并保留已绑定的密钥。',
  },
  whatHappens: { en: 'What will happen', zh: '将会发生什么' },
  chooseFirst: { en: 'Choose a key pair to see what will happen.', zh: '选择密钥对后即可预览结果。' },
  instance: { en: 'Instance', zh: '实例' },
  state: { en: 'State', zh: '状态' },
  keys: { en: 'Other keys', zh: '其他密钥' },
  goes: { en: 'goes', zh: '移除' },
  stays: { en: 'stays', zh: '保留' },
  none: { en: '–', zh: '–' },
  passwordOff: { en: 'Password login ends', zh: '密码登录将关闭' },
  askAgain: { en: 'Ask again', zh: '重新预览' },
  forceIt: { en: 'Use force', zh: '使用强制关机' },
  cancel: { en: 'Cancel', zh: '取消' },
  close: { en: 'Close', zh: '关闭' },
  retry: { en: 'Retry the failed', zh: '重试失败项' },
  retryForced: { en: 'Retry the failed with force', zh: '强制关机并重试失败项' },
  outcome: { en: 'Outcome', zh: '结果' },
  result: { en: 'What became of it', zh: '说明' },
  goesOn: {
    en: 'You may close this: what has begun goes on.',
    zh: '可以关闭本窗口：已开始的操作会继续执行。',
  },
  wentOn: {
    en: 'What has begun goes on. The operations show how it ends.',
    zh: '已开始的操作会继续执行，结果见“操作”页面。',
  },
  waiting: { en: 'waiting', zh: '等待中' },
  progress: { en: 'Progress', zh: '进度' },
  preview: { en: 'What will happen at each instance', zh: '各实例将会发生什么' },
  results: { en: 'Outcome of each instance', zh: '各实例的结果' },
  lineBroke: {
    en: 'The line to the server broke. What has begun goes on; retry to see how it is.',
    zh: '与服务器的连接中断。已开始的操作会继续执行；可重试查看结果。',
  },
} satisfies Record<string, Text>

/** What the preview of the own API says would happen, in words. */
export const FORESEEN: Readonly<
  Record<string, { readonly text: Text; readonly short: Text; readonly colour: string }>
> = {
  atOnce: {
    short: { en: 'at once', zh: '立即生效' },
    text: { en: 'In force at once, without a restart', zh: '立即生效，无需重启' },
    colour: 'green',
  },
  restart: {
    short: { en: 'restart', zh: '需重启' },
    text: { en: 'Is stopped, gets the key, starts again', zh: '先关机，写入密钥后再开机' },
    colour: 'geekblue',
  },
  forced: {
    short: { en: 'forced stop', zh: '强制关机' },
    text: { en: 'Is stopped by force, gets the key, starts again', zh: '强制关机，写入密钥后再开机' },
    colour: 'magenta',
  },
  nextBoot: {
    short: { en: 'next boot', zh: '下次启动' },
    text: { en: 'Bound now, in force from its next boot on', zh: '立即绑定，下次重启后生效' },
    colour: 'orange',
  },
  nextStart: {
    short: { en: 'next start', zh: '下次开机' },
    text: { en: 'Bound now, in force when it starts', zh: '立即绑定，开机后生效' },
    colour: 'default',
  },
  unchanged: {
    short: { en: 'no change', zh: '无变化' },
    text: { en: 'Is bound already: nothing to do', zh: '已绑定，无需操作' },
    colour: 'default',
  },
  refused: {
    short: { en: 'refused', zh: '被拒绝' },
    text: { en: 'Would be refused', zh: '将被拒绝' },
    colour: 'red',
  },
}

/** What an operation does now. */
export const STEPS: Readonly<Record<string, Text>> = {
  stop: { en: 'is being stopped', zh: '正在关机' },
  applyAccess: { en: 'gets the key', zh: '正在写入密钥' },
  start: { en: 'starts again', zh: '正在开机' },
}

export function forceNeeded(count: number): Text {
  return {
    en: count === 1 ? 'One running instance needs force.' : `${count} running instances need force.`,
    zh: `有 ${count} 个运行中的实例需要强制关机。`,
  }
}

export function bindThem(count: number): Text {
  return {
    en: count === 1 ? 'Bind to 1 instance' : `Bind to ${count} instances`,
    zh: `绑定到 ${count} 个实例`,
  }
}

interface Counts {
  readonly all: number
  readonly done: number
  readonly failed: number
  readonly pending: number
}

/** How far it has come, as one sentence that is read out. */
export function soFar({ all, done, failed, pending }: Counts): Text {
  const more = (count: number, en: string, zh: string): Text =>
    count === 0 ? { en: '', zh: '' } : { en: `, ${count} ${en}`, zh: `，${count} 个${zh}` }
  const wait = more(pending, 'in force from the next boot on', '下次启动后生效')
  const bad = more(failed, 'failed', '失败')
  return {
    en: `${done} of ${all} done${wait.en}${bad.en}`,
    zh: `已完成 ${done}/${all}${wait.zh}${bad.zh}`,
  }
}
