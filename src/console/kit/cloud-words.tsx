import { Tag } from 'antd'

import { asIs, type Text, useSay } from './language.tsx'

/** What people call the clouds whose APIs are answered. */
export const CLOUDS: Readonly<Record<string, Text>> = {
  'tencent-cvm': { en: 'Tencent CVM', zh: '腾讯云 CVM' },
  'tencent-lighthouse': { en: 'Tencent Lighthouse', zh: '腾讯云轻量服务器' },
  'volcengine-ecs': { en: 'Volcengine ECS', zh: '火山引擎 ECS' },
  'alibaba-ecs': { en: 'Alibaba ECS', zh: '阿里云 ECS' },
}

export function cloudText(dialect: string): Text {
  return CLOUDS[dialect] ?? asIs(dialect)
}

export function CloudName({ dialect }: { readonly dialect: string }) {
  return useSay()(cloudText(dialect))
}

const STATES: Readonly<Record<string, { readonly text: Text; readonly colour: string }>> = {
  running: { text: { en: 'running', zh: '运行中' }, colour: 'green' },
  stopped: { text: { en: 'stopped', zh: '已关机' }, colour: 'default' },
  starting: { text: { en: 'starting', zh: '开机中' }, colour: 'blue' },
  stopping: { text: { en: 'stopping', zh: '关机中' }, colour: 'blue' },
  rebooting: { text: { en: 'rebooting', zh: '重启中' }, colour: 'blue' },
  pending: { text: { en: 'being created', zh: '创建中' }, colour: 'blue' },
  terminating: { text: { en: 'terminating', zh: '销毁中' }, colour: 'blue' },
  shutdown: { text: { en: 'shut down', zh: '停止待销毁' }, colour: 'default' },
  rescue: { text: { en: 'rescue', zh: '救援模式' }, colour: 'orange' },
}

/** The power state of an instance; one that is not in the list is shown as the server says it. */
export function StateTag({ state }: { readonly state: string }) {
  const say = useSay()
  const { text, colour } = STATES[state] ?? { text: asIs(state), colour: 'default' }
  return <Tag color={colour}>{say(text)}</Tag>
}

const OUTCOMES: Readonly<Record<string, { readonly text: Text; readonly colour: string }>> = {
  running: { text: { en: 'under way', zh: '进行中' }, colour: 'blue' },
  succeeded: { text: { en: 'succeeded', zh: '成功' }, colour: 'green' },
  failed: { text: { en: 'failed', zh: '失败' }, colour: 'red' },
  refused: { text: { en: 'refused', zh: '被拒绝' }, colour: 'red' },
  bound: { text: { en: 'bound', zh: '已绑定' }, colour: 'green' },
  unbound: { text: { en: 'unbound', zh: '已解绑' }, colour: 'green' },
  pending: { text: { en: 'from the next boot on', zh: '下次启动后生效' }, colour: 'orange' },
  begun: { text: { en: 'begun', zh: '已开始' }, colour: 'blue' },
  ok: { text: { en: 'ok', zh: '成功' }, colour: 'green' },
}

/** How an operation, a binding or a call ended; the code of a refusal is shown as it is. */
export function OutcomeTag({ outcome }: { readonly outcome: string }) {
  const say = useSay()
  const { text, colour } = OUTCOMES[outcome] ?? { text: asIs(outcome), colour: 'red' }
  return <Tag color={colour}>{say(text)}</Tag>
}

/** Where a thing of the own API has its page, and its three-part name. */
export interface Named {
  readonly dialect: string
  readonly account: string
  readonly id: string
}

export function instancePath({ dialect, account, id }: Named): string {
  return `/instances/${[dialect, account, id].map(encodeURIComponent).join('/')}`
}

export function keyPairPath({ dialect, account, id }: Named): string {
  return `/key-pairs/${[dialect, account, id].map(encodeURIComponent).join('/')}`
}

/** `dialect/account/id`, which names one thing among all clouds. */
export function fullName({ dialect, account, id }: Named): string {
  return `${dialect}/${account}/${id}`
}
