import type { Text } from '../../kit/language.tsx'

export const texts = {
  title: { en: 'Audit', zh: '审计' },
  list: { en: 'Rows of the audit log', zh: '审计日志' },
  account: { en: 'Account', zh: '账号' },
  nobody: { en: 'calls of nobody known', zh: '身份未知的调用' },
  requestId: { en: 'Request id', zh: '请求 ID' },
  user: { en: 'User', zh: '用户' },
  subject: { en: 'Instance, key pair or other id', zh: '实例、密钥对等的 ID' },
  action: { en: 'Action', zh: '接口' },
  outcome: { en: 'Outcome', zh: '结果' },
  anyOutcome: { en: 'All outcomes', zh: '全部结果' },
  ok: { en: 'ok', zh: '成功' },
  refused: { en: 'refused or failed', zh: '被拒绝或失败' },
  since: { en: 'From', zh: '从' },
  until: { en: 'To', zh: '到' },
  time: { en: 'Time', zh: '时间' },
  cloud: { en: 'Cloud', zh: '云' },
  changed: { en: 'Changed', zh: '变更' },
  onMachine: { en: 'on the machine', zh: '机器上' },
  none: {
    en: 'The account has no rows. Every call and every change of a machine leaves one; export reads them all:',
    zh: '该账号还没有记录。每次调用、每次机器上的变更都会留下一条。导出全部：',
  },
  noneFits: { en: 'No row fits these filters.', zh: '没有符合筛选条件的记录。' },
  noAccounts: {
    en: 'There is no account yet. The first call makes one in a stand-in; else:',
    zh: '还没有账号。替身模式下首次调用会自动创建；也可以：',
  },
  verify: { en: 'Verify', zh: '校验' },
  verifyTitle: { en: 'Is the log as it was written?', zh: '日志是否完好？' },
  verifying: { en: 'Checking every row of every account …', zh: '正在校验所有账号的每条记录……' },
  export: { en: 'Export', zh: '导出' },
  row: { en: 'Row of the audit log', zh: '审计记录' },
  number: { en: 'Number in the chain', zh: '链上序号' },
  notSealed: { en: 'not sealed yet', zh: '尚未封存' },
  accessKey: { en: 'Access key', zh: '访问密钥' },
  region: { en: 'Region', zh: '地域' },
  source: { en: 'From', zh: '来源地址' },
  wholeCall: { en: 'The call in full', zh: '查看完整调用' },
  trace: { en: 'What the request did', zh: '该请求产生的变化' },
  onlyThis: { en: 'Only rows of this request', zh: '只看该请求的记录' },
  change: { en: 'What changed on the machine', zh: '机器上的变化' },
  close: { en: 'Close', zh: '关闭' },
  whole: (sealed: number): Text => ({
    en: `Whole: ${sealed} rows are as they were sealed.`,
    zh: `完好：${sealed} 条记录与封存时一致。`,
  }),
  waiting: (count: number): Text => ({ en: `${count} wait for their seal.`, zh: `${count} 条等待封存。` }),
  unprotected: (count: number): Text => ({
    en: `${count} were written by an older version, without protection.`,
    zh: `${count} 条由旧版本写入，未受保护。`,
  }),
  end: { en: 'Keep this end elsewhere:', zh: '请另行保存此末端：' },
} satisfies Record<string, Text | ((count: number) => Text)>

/** What `why` of a verification means, at the row of this number. */
export const BROKEN: Readonly<Record<string, (number: number) => Text>> = {
  changed: (number) => ({
    en: `Row ${number}, or its seal, was changed after it was sealed.`,
    zh: `第 ${number} 条记录或其封存在封存后被改动。`,
  }),
  missing: (number) => ({
    en: `Row ${number}, or its seal, is gone.`,
    zh: `第 ${number} 条记录或其封存已丢失。`,
  }),
  extra: (number) => ({
    en: `Row ${number} was written by somebody without the master key, or changed before it was sealed.`,
    zh: `第 ${number} 条记录由没有主密钥的人写入，或在封存前被改动。`,
  }),
  head: (number) => ({
    en: `The noted end at ${number} is gone, was changed, or is not the end.`,
    zh: `记录的末端（${number}）丢失、被改动或并非末端。`,
  }),
  anchor: (number) => ({
    en: `The chain does not contain the end ${number} that was asked about.`,
    zh: `链上不包含所给的末端（${number}）。`,
  }),
}
