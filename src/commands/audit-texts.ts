import type { Text } from './kit/language.ts'

export const auditTexts = {
  audit: {
    en: 'Tells who did what, and what changed on which machine; checks that nobody changed the log.',
    zh: '查看谁做了什么、哪台机器上发生了哪些变更，并校验审计日志未被篡改。',
  },
  list: {
    en: 'Lists rows of the audit log of one account, newest first.',
    zh: '列出一个账号的审计记录，最新的在前。',
  },
  show: {
    en: 'Shows what one request did: the call, and which keys came and went on which machine.',
    zh: '显示一次请求做了什么：调用本身，以及在哪台机器上增加和移除了哪些密钥。',
  },
  verify: {
    en: 'Checks the chains of the audit log; exit code 1 when one is broken.',
    zh: '校验审计日志的哈希链；若有损坏，退出码为 1。',
  },
  export: {
    en: 'Prints the rows of the audit log as JSON lines, in the order in which they were written.',
    zh: '按写入顺序以 JSON Lines 输出审计记录。',
  },
  requestId: { en: 'request id of a call', zh: '调用的请求 id' },
  account: { en: 'account; for list needed where there are several', zh: '账号；有多个账号时 list 必须指定' },
  user: { en: 'only what this user did', zh: '只看该用户的操作' },
  subject: {
    en: 'only what was done to this instance, key pair or other id',
    zh: '只看针对该实例、密钥对或其他 id 的操作',
  },
  action: { en: 'only rows of this action', zh: '只看该接口的记录' },
  outcome: {
    en: 'only what ended so: ok, refused, failed, or an error code',
    zh: '只看以此结束的记录：ok、refused、failed 或某个错误码',
  },
  since: {
    en: 'only from this time on, such as 2026-11-21T08:00:00Z',
    zh: '只看此时间及以后，例如 2026-11-21T08:00:00Z',
  },
  until: { en: 'only before this time', zh: '只看此时间以前' },
  anchor: {
    en: 'an end that was told before, as NUMBER:HASH: the chain of --account must contain it',
    zh: '以前输出过的链尾，格式为 NUMBER:HASH：--account 的链必须包含它',
  },
  badTime: (flag: string, given: string): Text => ({
    en: `${flag} must be a time such as 2026-11-21T08:00:00Z, not ${JSON.stringify(given)}`,
    zh: `${flag} 必须是时间，例如 2026-11-21T08:00:00Z，而不是 ${JSON.stringify(given)}`,
  }),
  anchorNeedsAccount: { en: '--anchor needs --account', zh: '--anchor 需要同时指定 --account' },
  empty: {
    en: 'no such row; "keyplane calls list" shows what the server was asked lately',
    zh: '没有符合的记录；"keyplane calls list" 显示服务器最近收到的调用',
  },
  nothingOnMachines: { en: 'nothing changed on a machine', zh: '没有机器发生变更' },
  noChains: { en: 'the audit log is empty', zh: '审计日志为空' },
  columns: {
    time: { en: 'TIME', zh: '时间' },
    account: { en: 'ACCOUNT', zh: '账号' },
    user: { en: 'USER', zh: '用户' },
    action: { en: 'ACTION', zh: '接口' },
    outcome: { en: 'OUTCOME', zh: '结果' },
    what: { en: 'CHANGED', zh: '变更' },
    requestId: { en: 'REQUEST ID', zh: '请求 ID' },
    machine: { en: 'MACHINE', zh: '机器' },
    login: { en: 'LOGIN', zh: '登录用户' },
    step: { en: 'STEP', zh: '步骤' },
    sealed: { en: 'SEALED', zh: '已封存' },
    unsealed: { en: 'WAITING', zh: '待封存' },
    state: { en: 'CHAIN', zh: '哈希链' },
    end: { en: 'END', zh: '链尾' },
  },
  came: { en: 'came', zh: '新增' },
  went: { en: 'went', zh: '移除' },
  stayed: { en: 'stayed', zh: '保留' },
  undoing: { en: ' (put back)', zh: '（回退）' },
  password: {
    answered: { en: 'passwords are answered now', zh: '现在允许密码登录' },
    refused: { en: 'passwords are refused now', zh: '现在拒绝密码登录' },
  },
  newPassword: { en: 'another password was written', zh: '已写入新密码' },
  whole: { en: 'whole', zh: '完整' },
  wholeBut: (count: number): Text => ({
    en: `whole, and ${count} of an older version without protection`,
    zh: `完整，另有 ${count} 条旧版本写入的记录不受保护`,
  }),
  broken: (number: number, why: Text): Text => ({
    en: `broken at ${number}: ${why.en}`,
    zh: `在 ${number} 处损坏：${why.zh}`,
  }),
  why: {
    changed: { en: 'the row is not as it was sealed', zh: '记录与封存时不同' },
    missing: { en: 'the row or its seal is missing', zh: '记录或其封印缺失' },
    extra: { en: 'a row was written or changed from outside', zh: '有记录从外部写入或修改' },
    head: { en: 'the noted end is not its end', zh: '记下的链尾不是实际的链尾' },
    anchor: { en: 'the anchor is not in it', zh: '链中没有给定的锚点' },
  },
}
