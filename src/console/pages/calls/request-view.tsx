import { Flex, Tabs, Typography } from 'antd'

import { useSay } from '../../kit/language.tsx'
import type { WholeCall } from './call-page.tsx'
import { texts } from './calls-texts.ts'

type Request = WholeCall['request']

/** A request as it came, once for people and once byte for byte, but for its secrets. */
export function RequestView({ request }: { readonly request: Request }) {
  const say = useSay()
  return (
    <Tabs
      size="small"
      items={[
        { key: 'readable', label: say(texts.readable), children: <Readable request={request} /> },
        { key: 'raw', label: say(texts.raw), children: <Block text={rawOf(request)} /> },
      ]}
    />
  )
}

function Readable({ request: { method, path, query, headers, body } }: { readonly request: Request }) {
  const say = useSay()
  const json = body.startsWith('{') ? jsonOf(body) : undefined
  const isForm = /^[^\s(]+=/.test(body)
  return (
    <Flex vertical gap="small">
      <code className="mono wraps">
        {method} {path}
      </code>
      {query !== '' && <Fields title={say(texts.query)} fields={[...new URLSearchParams(query)]} />}
      <Fields title={say(texts.headers)} fields={Object.entries(headers)} />
      {isForm ? (
        <Fields title={say(texts.body)} fields={[...new URLSearchParams(body)]} />
      ) : (
        <div>
          <Typography.Text type="secondary">{say(texts.body)}</Typography.Text>
          {json === undefined ? <div>{body || say(texts.empty)}</div> : <JsonBlock value={json} />}
        </div>
      )}
    </Flex>
  )
}

function Fields({
  title,
  fields,
}: {
  readonly title: string
  readonly fields: readonly (readonly [string, string])[]
}) {
  return (
    <div>
      <Typography.Text type="secondary">{title}</Typography.Text>
      <table className="call-fields" aria-label={title}>
        <tbody>
          {fields.map(([name, value]) => (
            <tr key={`${name} ${value}`}>
              <th scope="row" className="mono">
                {name}
              </th>
              <td className="mono">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function JsonBlock({ value }: { readonly value: unknown }) {
  return <Block text={JSON.stringify(value, null, 2) ?? ''} />
}

/** Scrolled by keyboard too. */
function Block({ text }: { readonly text: string }) {
  return (
    <pre className="mono call-scroll" tabIndex={0}>
      {text}
    </pre>
  )
}

function rawOf({ method, path, query, headers, body }: Request): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`${method} ${path}${query === '' ? '' : `?${query}`} HTTP/1.1`, ...lines, '', body].join('\n')
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
