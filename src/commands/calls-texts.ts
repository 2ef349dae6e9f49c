export const callsTexts = {
  calls: {
    en: "Shows calls of the clouds' APIs as the server answered them, without their secrets.",
    zh: '查看服务器处理过的云 API 调用，不含其中的机密内容。',
  },
  list: { en: 'Lists the last calls, newest first.', zh: '列出最近的调用，最新的在前。' },
  show: {
    en: 'Shows one call in full: what was sent, which parameters had an effect, what was answered.',
    zh: '完整显示一次调用：发送的内容、生效的参数以及响应。',
  },
  watch: { en: 'Shows calls as they come, until it is interrupted.', zh: '实时显示调用，直到被中断。' },
  requestId: { en: 'request id of the call', zh: '调用的请求 id' },
  dialect: {
    en: 'only calls of this cloud API, such as tencent-cvm',
    zh: '只看该云 API 的调用，例如 tencent-cvm',
  },
  action: { en: 'only calls of this action', zh: '只看该接口的调用' },
  account: { en: 'only calls of this account', zh: '只看该账号的调用' },
  outcome: {
    en: 'only calls that ended so: ok, refused, or an error code',
    zh: '只看以此结束的调用：ok、refused 或某个错误码',
  },
  empty: {
    en: 'no call yet; "keyplane env --help" tells how clients are pointed here',
    zh: '还没有调用；"keyplane env --help" 说明如何让客户端指向这里',
  },
  noMatch: { en: 'no call matches', zh: '没有符合条件的调用' },
  columns: {
    time: { en: 'TIME', zh: '时间' },
    cloud: { en: 'API', zh: 'API' },
    action: { en: 'ACTION', zh: '接口' },
    account: { en: 'ACCOUNT', zh: '账号' },
    user: { en: 'USER', zh: '用户' },
    outcome: { en: 'OUTCOME', zh: '结果' },
    duration: { en: 'MS', zh: '毫秒' },
    requestId: { en: 'REQUEST ID', zh: '请求 ID' },
  },
  read: { en: 'parameters read', zh: '已读取的参数' },
  ignored: { en: 'without effect here', zh: '在此无效果的参数' },
  unknown: { en: 'not known to the action', zh: '接口不认识的参数' },
  request: { en: 'request', zh: '请求' },
  answer: { en: 'answer', zh: '响应' },
}
