import type { Text } from './kit/language.ts'

export const worldTexts = {
  world: {
    en: 'Controls the world of a stand-in: for tests, never in strict mode.',
    zh: '控制模拟环境：用于测试，strict 模式下不可用。',
  },
  show: { en: 'Shows how the world is controlled at the moment.', zh: '显示当前的控制状态。' },
  reset: {
    en: 'Sets the world back to its seed file, or to nothing.',
    zh: '把环境恢复到种子文件的状态；没有种子文件则清空。',
  },
  resetAccount: { en: 'only this account (its id)', zh: '只恢复这个账号（账号 id）' },
  snapshot: { en: 'Keeps the world under a name, and brings it back.', zh: '以名称保存和恢复环境快照。' },
  save: { en: 'Keeps the world as it is now.', zh: '保存当前环境。' },
  load: { en: 'Brings the world back as it was kept.', zh: '恢复到保存时的环境。' },
  list: { en: 'Lists snapshots.', zh: '列出快照。' },
  remove: { en: 'Removes a snapshot.', zh: '删除快照。' },
  name: { en: 'name of the snapshot', zh: '快照名称' },
  clock: { en: 'Holds the clock of the world and moves it.', zh: '停住并推进环境的时钟。' },
  clockHold: { en: 'Lets time stand still.', zh: '停住时钟。' },
  at: {
    en: 'at this instant, such as 2026-12-24T18:00:00Z (default now)',
    zh: '停在此时刻，例如 2026-12-24T18:00:00Z（默认现在）',
  },
  advance: {
    en: 'Moves a held clock forward, and waits for what became due.',
    zh: '推进已停住的时钟，并等待到期的操作完成。',
  },
  duration: { en: 'how far, such as 500ms, 90s, 15m or 24h', zh: '推进多久，例如 500ms、90s、15m、24h' },
  real: { en: 'Lets the clock of the machine be in force again.', zh: '恢复使用本机时钟。' },
  hold: {
    en: 'Keeps an instance busy with the operation that runs, or with its next one.',
    zh: '让实例停留在当前操作（或下一个操作）中，一直处于忙碌状态。',
  },
  release: {
    en: 'Lets an instance go on that was held, by a command or by the seed file.',
    zh: '放行被命令或种子文件停住的实例。',
  },
  instance: { en: 'id of the instance', zh: '实例 id' },
  dialect: {
    en: 'dialect of the instance: tencent-cvm, alibaba-ecs, …',
    zh: '实例所属的云：tencent-cvm、alibaba-ecs 等',
  },
  account: { en: 'id of the account', zh: '账号 id' },
  fault: { en: 'Lets calls and machines go wrong by rules.', zh: '按规则让调用和机器出错。' },
  faultAdd: {
    en: 'Adds a rule: which calls or machines, and what becomes of them.',
    zh: '添加规则：哪些调用或机器，以及如何出错。',
  },
  faultList: { en: 'Lists rules, with how often each was met.', zh: '列出规则及其命中次数。' },
  faultRemove: { en: 'Takes a rule away.', zh: '删除规则。' },
  ruleId: { en: 'id of the rule', zh: '规则 id' },
  ofDialect: { en: 'only of this dialect', zh: '仅限此云' },
  ofAction: { en: 'only calls of this action', zh: '仅限此操作的调用' },
  ofAccount: { en: 'only of this account (its id)', zh: '仅限此账号（账号 id）' },
  ofInstance: { en: 'only the machine of this instance', zh: '仅限此实例的机器' },
  ofStep: { en: 'only this step at machines', zh: '仅限机器上的此步骤' },
  nth: { en: 'from this match on; alone: this one only', zh: '从第几次匹配开始；单独使用时只命中这一次' },
  rate: { en: 'share of the matches, from 0 to 1', zh: '命中的比例，0 到 1' },
  times: { en: 'at most so many', zh: '最多命中几次' },
  error: { en: 'calls: refused with this code of the cloud', zh: '调用：以云的此错误码拒绝' },
  status: {
    en: 'HTTP status of the error (default that of the code)',
    zh: '错误的 HTTP 状态（默认为错误码自身的状态）',
  },
  message: {
    en: 'sentence of the error (default that of the code)',
    zh: '错误的说明（默认为错误码自身的说明）',
  },
  delay: { en: 'calls: answered so much later, such as 2s', zh: '调用：推迟多久应答，例如 2s' },
  cut: {
    en: 'calls: the connection ends before they act, or after; the answer is lost',
    zh: '调用：在执行之前或之后断开连接；应答丢失',
  },
  half: { en: 'calls: the answer ends in the middle of its body', zh: '调用：应答在正文中途中断' },
  slow: { en: 'machines: each step takes so much longer, such as 2s', zh: '机器：每个步骤延长多久，例如 2s' },
  refuse: { en: 'machines: nobody is let in', zh: '机器：拒绝连接' },
  halfApplied: {
    en: 'machines: half of the keys are written, then the connection is lost',
    zh: '机器：写入一半密钥后连接中断',
  },
  oneFault: {
    en: 'name one thing that goes wrong: --error, --delay, --cut, --half-answer, --slow, --refuse or --half-applied',
    zh: '请指明一种故障：--error、--delay、--cut、--half-answer、--slow、--refuse 或 --half-applied',
  },
  notOfCalls: {
    en: '--instance and --step are of machines; --action is of calls',
    zh: '--instance 和 --step 用于机器；--action 用于调用',
  },
  notOfErrors: {
    en: '--status and --message belong to --error',
    zh: '--status 和 --message 须与 --error 一起使用',
  },
  badNumber: (flag: string, given: string): Text => ({
    en: `${flag} must be a number, not ${JSON.stringify(given)}`,
    zh: `${flag} 必须是数字，而不是 ${JSON.stringify(given)}`,
  }),
  badDuration: (given: string): Text => ({
    en: `a duration is a number with ms, s, m or h, such as 90s, not ${JSON.stringify(given)}`,
    zh: `时长是带单位 ms、s、m 或 h 的数字，例如 90s，而不是 ${JSON.stringify(given)}`,
  }),
  badInstant: (given: string): Text => ({
    en: `--at must be an instant such as 2026-12-24T18:00:00Z, not ${JSON.stringify(given)}`,
    zh: `--at 必须是 2026-12-24T18:00:00Z 这样的时刻，而不是 ${JSON.stringify(given)}`,
  }),
  isReset: { en: 'the world is set back', zh: '环境已恢复' },
  isSaved: (name: string, rows: number): Text => ({
    en: `saved ${name}: ${rows} rows`,
    zh: `已保存 ${name}：${rows} 行`,
  }),
  isLoaded: (name: string): Text => ({ en: `loaded ${name}`, zh: `已恢复 ${name}` }),
  isRemoved: (name: string): Text => ({ en: `removed ${name}`, zh: `已删除 ${name}` }),
  held: (now: string): Text => ({ en: `the clock is held at ${now}`, zh: `时钟停在 ${now}` }),
  running: (now: string): Text => ({ en: `the clock is real: ${now}`, zh: `使用本机时钟：${now}` }),
  holding: (instance: string, action: string): Text => ({
    en: `${instance} is held in ${action}`,
    zh: `${instance} 停在 ${action}`,
  }),
  waiting: (instance: string): Text => ({
    en: `${instance} is held in its next operation`,
    zh: `${instance} 将停在下一个操作`,
  }),
  released: (instance: string): Text => ({ en: `${instance} goes on`, zh: `${instance} 已放行` }),
  columns: {
    id: { en: 'ID', zh: 'ID' },
    name: { en: 'NAME', zh: '名称' },
    taken: { en: 'TAKEN', zh: '保存时间' },
    rows: { en: 'ROWS', zh: '行数' },
    match: { en: 'MATCHES', zh: '匹配' },
    what: { en: 'FAULT', zh: '故障' },
    matched: { en: 'MATCHED', zh: '匹配次数' },
    injected: { en: 'INJECTED', zh: '命中次数' },
  },
  noSnapshots: {
    en: 'there are no snapshots; keep one by "keyplane world snapshot save NAME"',
    zh: '没有快照；用 "keyplane world snapshot save NAME" 保存一个',
  },
  noFaults: {
    en: 'there are no fault rules; add one by "keyplane world fault add"',
    zh: '没有故障规则；用 "keyplane world fault add" 添加',
  },
  everything: { en: 'everything', zh: '全部' },
}
