export const operationTexts = {
  group: { en: 'Operations: durable work on machines.', zh: '查看操作：对机器的持久化任务。' },
  list: { en: 'Lists operations, newest first.', zh: '列出操作，最新的在前。' },
  show: { en: 'Shows one operation.', zh: '显示一个操作。' },
  watch: {
    en: 'Shows operations as they get on: one to its end, or all until it is interrupted.',
    zh: '实时显示操作进展：指定一个则直到其结束，否则显示全部，直到被中断。',
  },
  id: { en: 'id of the operation', zh: '操作 id' },
  account: { en: 'only of this account', zh: '只看该账号的' },
  dialect: { en: 'only of this cloud API, such as tencent-cvm', zh: '只看该云 API 的，例如 tencent-cvm' },
  instance: { en: 'only on the instance of this id', zh: '只看该 id 实例上的' },
  outcome: { en: 'only with this outcome', zh: '只看该结果的' },
  empty: {
    en: 'no operation; "keyplane bind --help" and "keyplane instance --help" tell how one begins',
    zh: '没有操作；"keyplane bind --help" 和 "keyplane instance --help" 说明如何发起',
  },
  noMatch: { en: 'no operation matches', zh: '没有符合条件的操作' },
  columns: {
    time: { en: 'BEGUN', zh: '开始时间' },
    id: { en: 'ID', zh: 'ID' },
    action: { en: 'ACTION', zh: '接口' },
    instance: { en: 'INSTANCE', zh: '实例' },
    step: { en: 'STEP', zh: '步骤' },
    outcome: { en: 'OUTCOME', zh: '结果' },
    message: { en: 'MESSAGE', zh: '说明' },
  },
  outcomes: {
    running: { en: 'running', zh: '进行中' },
    succeeded: { en: 'succeeded', zh: '成功' },
    failed: { en: 'failed', zh: '失败' },
  },
  undoing: { en: 'being undone', zh: '回滚中' },
}
