import { useQueries, useQuery } from '@tanstack/react-query'
import { Flex, Tag, Typography } from 'antd'
import type { ReactNode } from 'react'
import { Link } from 'react-router'

import { api, type client, statusOf } from './api.ts'
import { changeText } from './change-words.ts'
import { instancePath, keyPairPath, OutcomeTag } from './cloud-words.tsx'
import { type Text, useSay } from './language.tsx'
import { LocalTime } from './local-time.tsx'
import { Refusal } from './refusal.tsx'
import './request-trace.css'

const texts = {
  nothing: { en: 'The audit log has no row of this request.', zh: '审计日志中没有这个请求的记录。' },
  noChange: { en: 'It changed nothing.', zh: '没有改变任何内容。' },
  changes: { en: 'Changes', zh: '变更' },
  machines: { en: 'On machines', zh: '机器上' },
  operations: { en: 'Operations', zh: '操作' },
  came: { en: 'came', zh: '新增' },
  went: { en: 'went', zh: '移除' },
  undoing: { en: 'undoing', zh: '回退' },
  noPassword: { en: 'passwords are refused now', zh: '现已拒绝密码登录' },
  password: { en: 'passwords are answered now', zh: '现已允许密码登录' },
  newPassword: { en: 'with a new password', zh: '密码已更换' },
} satisfies Record<string, Text>

/** Operations of so many instances are looked up. */
const MOST_INSTANCES = 20
const AGAIN_MS = 1_500

type Trace = Awaited<ReturnType<typeof client.audit.trace>>
type Entry = Trace['calls'][number]
type Machine = NonNullable<Entry['machine']>
type Operation = Awaited<ReturnType<typeof client.operations.show>>

/** What one request did: its changes, the operations that they began, and which keys came and went on machines. */
export function RequestTrace({ requestId }: { readonly requestId: string }) {
  const say = useSay()
  const { data, error, isPending } = useQuery({
    ...api.audit.trace.queryOptions({ input: { requestId } }),
    refetchInterval: AGAIN_MS,
  })
  const operations = useOperations(requestId, data)
  if (isPending) return null
  if (error) {
    return statusOf(error) === 404 ? <NoChange text={say(texts.nothing)} /> : <Refusal error={error} />
  }
  const changed = data.calls.filter(({ changes }) => changes.length > 0)
  if (changed.length + data.machines.length === 0) return <NoChange text={say(texts.noChange)} />
  return (
    <Flex vertical gap="small" className="trace">
      {changed.length > 0 && (
        <Part title={say(texts.changes)}>
          {changed.map((entry) => (
            <Changes key={entry.id} entry={entry} />
          ))}
        </Part>
      )}
      {operations.length > 0 && (
        <Part title={say(texts.operations)}>
          {operations.map(({ id, kind, instanceId, dialect, account, outcome, message }) => (
            <Flex key={id} gap="small" align="center" wrap>
              <OutcomeTag outcome={outcome} />
              <span>{kind}</span>
              <Link to={instancePath({ dialect, account, id: instanceId })}>{instanceId}</Link>
              {message !== '' && <Typography.Text type="secondary">{message}</Typography.Text>}
            </Flex>
          ))}
        </Part>
      )}
      {data.machines.length > 0 && (
        <Part title={say(texts.machines)}>
          {data.machines.map((entry) => (
            <MachineRow key={entry.id} entry={entry} />
          ))}
        </Part>
      )}
    </Flex>
  )
}

function NoChange({ text }: { readonly text: string }) {
  return <Typography.Text type="secondary">{text}</Typography.Text>
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <Typography.Text type="secondary">{title}</Typography.Text>
      {children}
    </div>
  )
}

/** What the rows of one call changed, with links to what still has a page. */
function Changes({ entry: { changes, dialect, account } }: { readonly entry: Entry }) {
  const say = useSay()
  return changes.map((change) => {
    const { what, verb, subject, detail = '' } = change
    return (
      <div key={`${what} ${verb} ${subject} ${detail}`} className="wraps">
        {say(changeText(change))}{' '}
        <Subject what={what} named={{ dialect, account, id: subject }} isGone={verb === 'deleted'} />{' '}
        <Typography.Text type="secondary">{detail}</Typography.Text>
      </div>
    )
  })
}

function Subject({
  what,
  named,
  isGone,
}: {
  readonly what: string
  readonly named: Parameters<typeof instancePath>[0]
  readonly isGone: boolean
}) {
  if (isOfInstance(what)) return <Link to={instancePath(named)}>{named.id}</Link>
  if (what === 'keyPair' && !isGone) return <Link to={keyPairPath(named)}>{named.id}</Link>
  return <span>{named.id}</span>
}

function isOfInstance(what: string): boolean {
  return what === 'instance' || what === 'binding' || what === 'password'
}

function MachineRow({ entry }: { readonly entry: Trace['machines'][number] }) {
  const { at, dialect, account, machine } = entry
  if (!machine) return null
  return (
    <div style={{ marginBottom: 4 }}>
      <LocalTime time={at} />{' '}
      <Link to={instancePath({ dialect, account, id: machine.instance })}>{machine.instance}</Link>
      <MachineChange machine={machine} />
    </div>
  )
}

/** Which keys came to a machine and which went, and what password login became. */
export function MachineChange({ machine }: { readonly machine: Machine }) {
  const say = useSay()
  const { loginUser, address, step, isUndoing, cameKeys, wentKeys, password, message } = machine
  return (
    <div>
      <Typography.Text type="secondary">
        {loginUser}@{address} · {step}
      </Typography.Text>{' '}
      {isUndoing && <Tag color="orange">{say(texts.undoing)}</Tag>}
      <Keys keys={cameKeys} sign="+" said={say(texts.came)} />
      <Keys keys={wentKeys} sign="−" said={say(texts.went)} />
      {password && <div>{say(password === 'refused' ? texts.noPassword : texts.password)}</div>}
      {machine.isPasswordNew && <div>{say(texts.newPassword)}</div>}
      {message !== undefined && <Typography.Text type="danger">{message}</Typography.Text>}
    </div>
  )
}

function Keys(told: { readonly keys: readonly string[]; readonly sign: string; readonly said: string }) {
  return told.keys.map((key) => (
    <div key={key} className="wraps">
      <span aria-hidden>{told.sign}</span> <code className="mono wraps">{key}</code> {told.said}
    </div>
  ))
}

/** Operations are found by the instances that the request changed; those under way are followed to their end. */
function useOperations(requestId: string, trace: Trace | undefined): readonly Operation[] {
  const listed = useQueries({
    queries: changedInstances(trace).map(({ changes, ...instance }) => {
      const input = { ...instance, limit: 50 }
      // A list may be long to look through: it is read again when the request changed more there.
      const queryKey = [...api.operations.list.queryKey({ input }), changes]
      return { ...api.operations.list.queryOptions({ input }), queryKey }
    }),
  })
  const found = listed
    .flatMap(({ data }) => data?.items ?? [])
    .filter((operation) => operation.requestId === requestId)
  const followed = useQueries({
    queries: found.filter(isUnderWay).map(({ id }) =>
      api.operations.show.queryOptions({
        input: { id },
        refetchInterval: ({ state: { data } }) => (data && !isUnderWay(data) ? false : AGAIN_MS),
      }),
    ),
  })
  const latest = new Map(followed.flatMap(({ data }) => (data ? [[data.id, data]] : [])))
  return found.map((operation) => latest.get(operation.id) ?? operation)
}

function isUnderWay({ outcome }: Operation): boolean {
  return outcome === 'running'
}

/** The first instances that the request changed, and how much there. */
function changedInstances(trace: Trace | undefined) {
  const instances = new Map<string, { dialect: string; account: string; instance: string; changes: number }>()
  for (const { dialect, account, changes } of trace?.calls ?? [])
    for (const { what, subject: instance } of changes) {
      if (!isOfInstance(what)) continue
      const name = `${dialect}/${account}/${instance}`
      const known = instances.get(name)
      if (known) known.changes += 1
      else if (instances.size < MOST_INSTANCES)
        instances.set(name, { dialect, account, instance, changes: 1 })
    }
  return [...instances.values()]
}
