import type { Text } from '../../kit/language.tsx'

export const texts = {
  title: { en: 'Calls', zh: '调用' },
  list: { en: 'Calls of the clouds’ APIs', zh: '云 API 调用' },
  cloud: { en: 'Cloud', zh: '云' },
  action: { en: 'Action', zh: '接口' },
  account: { en: 'Account', zh: '账号' },
  who: { en: 'Account / user', zh: '账号 / 用户' },
  outcome: { en: 'Outcome', zh: '结果' },
  time: { en: 'Time', zh: '时间' },
  duration: { en: 'Duration', zh: '耗时' },
  requestId: { en: 'Request id', zh: '请求 ID' },
  anyCloud: { en: 'All clouds', zh: '全部云' },
  anyOutcome: { en: 'All outcomes', zh: '全部结果' },
  ok: { en: 'ok', zh: '成功' },
  refused: { en: 'refused', zh: '被拒绝' },
  outcomeHint: { en: 'ok, refused, or a code', zh: '成功、被拒绝，或错误码' },
  pause: { en: 'Pause', zh: '暂停' },
  resume: { en: 'Resume', zh: '继续' },
  live: { en: 'live', zh: '实时' },
  notLive: { en: 'connecting', zh: '连接中' },
  paused: (count: number): Text => ({
    en: count === 0 ? 'paused' : `paused, ${count} new`,
    zh: count === 0 ? '已暂停' : `已暂停，${count} 条新调用`,
  }),
  none: {
    en: 'Calls of the clouds’ APIs show up here as they come. Point a client here and call something:',
    zh: '云 API 的调用会实时显示在这里。把客户端指向这里，然后发起调用：',
  },
  noneFits: { en: 'No call that is remembered fits these filters.', zh: '没有符合筛选条件的调用。' },
  nobody: { en: 'nobody known', zh: '身份未知' },
  service: { en: 'Service', zh: '服务' },
  region: { en: 'Region', zh: '地域' },
  accessKey: { en: 'Access key', zh: '访问密钥' },
  source: { en: 'From', zh: '来源地址' },
  status: { en: 'HTTP status', zh: 'HTTP 状态' },
  whyRefused: { en: 'Why it was refused', zh: '拒绝原因' },
  refusedAt: (step: Text): Text => ({
    en: `Refused at the check “${step.en}”:`,
    zh: `在“${step.zh}”这一步被拒绝：`,
  }),
  effects: { en: 'What it did', zh: '产生的变化' },
  verification: { en: 'How it was verified', zh: '校验过程' },
  parameters: { en: 'Parameters', zh: '参数' },
  request: { en: 'The request', zh: '请求' },
  readable: { en: 'Readable', zh: '解析后' },
  raw: { en: 'Raw', zh: '原文' },
  headers: { en: 'Headers', zh: '请求头' },
  query: { en: 'Query', zh: '查询参数' },
  body: { en: 'Body', zh: '请求体' },
  empty: { en: 'empty', zh: '空' },
  answer: { en: 'The answer', zh: '响应' },
  noAnswer: { en: 'A refusal has no fields but its code and message.', zh: '被拒绝的调用只有错误码和消息。' },
  again: { en: 'Send the same call', zh: '重发同样的调用' },
  secrets: {
    en: 'Put the secret of the access key in place of YOUR_SECRET_KEY. In a stand-in it is “keyplane” for every key that was not seeded.',
    zh: '把 YOUR_SECRET_KEY 换成访问密钥的 Secret。替身模式下，未预置的访问密钥的 Secret 都是 “keyplane”。',
  },
  redacted: {
    en: 'Where it says [secret], a secret was sent that is not kept.',
    zh: '[secret] 处原为机密内容，服务器没有保存。',
  },
  token: {
    en: 'It was sent with temporary credentials: the session token has to be added.',
    zh: '原调用使用临时凭证，重发时需要补上会话令牌。',
  },
  notAgain: {
    en: 'Too little of the call was kept to send it again: its body is too long, or its action, version or region is no plain word.',
    zh: '保存的内容不足以重发：请求体过长，或接口名、版本、地域不是普通单词。',
  },
} satisfies Record<string, Text | ((count: number) => Text) | ((step: Text) => Text)>

export const parameterTexts = {
  none: { en: 'It has no parameters of its own.', zh: '没有业务参数。' },
  notLooked: {
    en: 'It was refused before its parameters were looked at.',
    zh: '在检查参数之前就被拒绝了。',
  },
  read: { en: 'Read', zh: '已读取' },
  readMeans: { en: 'They decided what was done.', zh: '它们决定了执行的内容。' },
  ignored: { en: 'Ignored', zh: '已忽略' },
  ignoredMeans: {
    en: 'The cloud knows them; here they have no effect.',
    zh: '云上有效，但在这里不起作用。',
  },
  unknown: { en: 'Unknown', zh: '未知' },
  unknownMeans: {
    en: 'The action has no such parameter: a spelling mistake, or one that Keyplane does not know yet.',
    zh: '该接口没有这个参数：可能拼写有误，或 Keyplane 尚不支持。',
  },
} satisfies Record<string, Text>

export const proofTexts = {
  signed: (scheme: string, place: string): Text => ({
    en: `Signed with ${scheme}, in the ${place}`,
    zh: `签名方法 ${scheme}，位于${PLACES[place] ?? place}`,
  }),
  unsigned: { en: 'Not signed', zh: '没有签名' },
  genuine: { en: 'the signature is right', zh: '签名正确' },
  notGenuine: { en: 'the signature is wrong', zh: '签名错误' },
  notChecked: { en: 'the signature was not checked', zh: '未校验签名' },
  by: { en: 'Signed by', zh: '签名者' },
  at: { en: 'Signed at', zh: '签名时间' },
  headers: { en: 'Signed headers', zh: '签名的请求头' },
  token: { en: 'with a session token', zh: '带会话令牌' },
  steps: { en: 'Checks, in their order', zh: '检查步骤（按顺序）' },
  passed: { en: 'passed', zh: '通过' },
  refused: { en: 'refused here', zh: '在此被拒绝' },
  notReached: { en: 'not reached', zh: '未到达' },
}

const PLACES: Readonly<Record<string, string>> = { header: '请求头', query: '查询参数', body: '请求体' }
