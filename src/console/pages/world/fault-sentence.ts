import type { client } from '../../kit/api.ts'
import { cloudText } from '../../kit/cloud-words.tsx'
import type { Text } from '../../kit/language.tsx'

export type NewRule = Parameters<typeof client.world.faults.add>[0]
type Listed = Awaited<ReturnType<typeof client.world.faults.list>>['items'][number]
type Occasion = Pick<Listed, 'nth' | 'rate' | 'times'>

/** What a rule does, as a sentence: `the 3rd DescribeInstances of Tencent CVM is refused with InternalError`. */
export function faultSentence(rule: Listed | NewRule): Text {
  const match = rule.match ?? {}
  const what = rule.on === 'call' ? callText(match) : machineText(match)
  const which = whichText(rule)
  const most = mostText(rule)
  const fate = fateText(rule.fault)
  return {
    en: `${which.en}${what.en}${most.en} ${fate.en}`,
    zh: `${what.zh}：${which.zh}${fate.zh}${most.zh}`,
  }
}

type Match = Listed['match']

function callText({ dialect, account, action }: Match): Text {
  const of = ofText({ dialect, account })
  return { en: `${action ?? 'call'}${of.en}`, zh: `${of.zh}${action ?? '任意调用'}` }
}

function machineText({ dialect, account, instance, step }: Match): Text {
  const of = ofText({ dialect, account })
  const machine = instance ?? 'any machine'
  return {
    en: `${step ?? 'step'} at ${machine}${of.en}`,
    zh: `${of.zh}${instance === undefined ? '任意机器' : `机器 ${instance} `}的${step === undefined ? '任意步骤' : ` ${step}`}`,
  }
}

function ofText({ dialect, account }: Match): Text {
  const cloud = dialect === undefined ? undefined : cloudText(dialect)
  return {
    en: `${cloud ? ` of ${cloud.en}` : ''}${account === undefined ? '' : ` by account ${account}`}`,
    zh: `${account === undefined ? '' : `账号 ${account} 的`}${cloud ? `${cloud.zh} ` : ''}`,
  }
}

/** `nth` alone is one match; with the others it is the first that may be hit. */
function whichText({ nth, rate, times }: Occasion): Text {
  if (nth !== undefined && rate === undefined && (times === undefined || times === 1)) {
    return { en: `the ${ordinal(nth)} `, zh: `第 ${nth} 次` }
  }
  const from =
    nth === undefined ? { en: '', zh: '' } : { en: `from the ${ordinal(nth)} on, `, zh: `从第 ${nth} 次起，` }
  const share = rate === undefined ? undefined : `${Number((rate * 100).toFixed(2))} %`
  const which =
    share === undefined
      ? { en: 'every ', zh: '每次' }
      : { en: `with ${share} chance each `, zh: `以 ${share} 的几率` }
  return { en: `${from.en}${which.en}`, zh: `${from.zh}${which.zh}` }
}

function mostText({ nth, rate, times }: Occasion): Text {
  const isSaid = times === undefined || (times === 1 && nth !== undefined && rate === undefined)
  if (isSaid) return { en: '', zh: '' }
  return { en: times === 1 ? ', once,' : `, at most ${times} times,`, zh: `，最多 ${times} 次` }
}

function fateText(fault: Listed['fault']): Text {
  switch (fault.kind) {
    case 'error':
      return { en: `is answered with ${fault.code}`, zh: `返回 ${fault.code}` }
    case 'delay':
      return { en: `is answered ${lasting(fault.delayMs)} later`, zh: `延迟 ${lasting(fault.delayMs)} 响应` }
    case 'cut':
      return fault.when === 'before'
        ? { en: 'is cut before it acts', zh: '在执行之前断开' }
        : { en: 'acts, and its answer is lost', zh: '执行后响应丢失' }
    case 'half-answer':
      return { en: 'acts, and half of its answer is lost', zh: '执行后响应中途断开' }
    case 'slow':
      return { en: `takes ${lasting(fault.delayMs)} longer`, zh: `延长 ${lasting(fault.delayMs)}` }
    case 'refused':
      return { en: 'is refused the connection', zh: '被拒绝连接' }
    case 'half-applied':
      return { en: 'writes half of the keys, then is cut off', zh: '写入一半密钥后断开' }
  }
}

function lasting(ms: number): string {
  return ms % 1_000 === 0 ? `${ms / 1_000} s` : `${ms} ms`
}

function ordinal(number: number): string {
  const isTeen = number % 100 >= 11 && number % 100 <= 13
  const ending = isTeen ? undefined : ['th', 'st', 'nd', 'rd'][number % 10]
  return `${number}${ending ?? 'th'}`
}
