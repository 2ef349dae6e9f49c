import type { AnsweredCall } from '../../src/dialects/kit/attempt.ts'
import { alibabaAnswer, alibabaSiblingAnswer } from './alibaba-models.ts'
import { tencentAnswer } from './tencent-models.ts'
import { volcengineAnswer } from './volcengine-models.ts'
import { type WireType, wireFlaws } from './wire-type.ts'

/** Where the answer of a call, as it goes over the wire, is not what the official clients declare. */
export function answerFlaws({ call, service, ending }: AnsweredCall): readonly string[] {
  if ('refusal' in ending || service === '') return []
  const { dialect, action } = call
  const type = declaredAnswer(dialect, service, action)
  const sent: unknown = JSON.parse(JSON.stringify(ending.answer))
  if (!type) return []
  return wireFlaws(sent, type).map((flaw) => `${dialect} ${service} ${action}: ${flaw}`)
}

/** The type of an answer; undefined: no official client declares the action. */
export function declaredAnswer(dialect: string, service: string, action: string): WireType | undefined {
  if (dialect.startsWith('tencent-')) return tencentAnswer(service, action)
  if (dialect === 'alibaba-ecs')
    return service === 'ecs' ? alibabaAnswer(action) : alibabaSiblingAnswer(action)
  return dialect === 'volcengine-ecs' ? volcengineAnswer(service, action) : undefined
}
