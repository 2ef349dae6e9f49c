import type { Text } from '../../kit/language.tsx'

export const texts = {
  on: { en: 'What goes wrong', zh: '出错的对象' },
  onCall: { en: 'calls', zh: '调用' },
  onMachine: { en: 'machines', zh: '机器' },
  any: { en: 'any', zh: '任意' },
  action: { en: 'Action', zh: '接口' },
  step: { en: 'Step', zh: '步骤' },
  how: { en: 'How', zh: '如何出错' },
  callKinds: {
    error: { en: 'answered with an error code', zh: '返回错误码' },
    delay: { en: 'answered late', zh: '延迟响应' },
    'cut-before': { en: 'connection cut before it acts', zh: '执行之前断开连接' },
    'cut-after': { en: 'acts, the answer is lost', zh: '执行后响应丢失' },
    'half-answer': { en: 'acts, half of the answer is lost', zh: '执行后响应中途断开' },
  } satisfies Record<string, Text>,
  machineKinds: {
    slow: { en: 'slow', zh: '变慢' },
    refused: { en: 'connections refused', zh: '拒绝连接' },
    'half-applied': { en: 'half of the keys written, then cut off', zh: '写入一半密钥后断开' },
  } satisfies Record<string, Text>,
  code: { en: 'Code', zh: '错误码' },
  status: { en: 'HTTP status', zh: 'HTTP 状态' },
  ofCode: { en: 'that of the code', zh: '错误码自身的' },
  message: { en: 'Sentence', zh: '说明' },
  delay: { en: 'Delay, ms', zh: '延迟（毫秒）' },
  nth: { en: 'From the nth match on', zh: '从第几次匹配起' },
  nthHint: { en: 'alone: this one only', zh: '单独使用：仅这一次' },
  percent: { en: 'Share, %', zh: '比例（%）' },
  times: { en: 'At most so often', zh: '最多几次' },
  preview: { en: 'What the rule does', zh: '规则的效果' },
} satisfies Record<string, Text | Record<string, Text>>
