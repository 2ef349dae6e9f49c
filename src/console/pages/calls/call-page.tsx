import { useQuery } from '@tanstack/react-query'
import { Alert, Descriptions, Flex, Spin } from 'antd'
import { Link, useParams } from 'react-router'

import { api, type client } from '../../kit/api.ts'
import { CloudName, OutcomeTag } from '../../kit/cloud-words.tsx'
import { Copyable } from '../../kit/copyable.tsx'
import { useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import { PageTitle } from '../../kit/page-title.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { RequestTrace } from '../../kit/request-trace.tsx'
import { Section } from '../../kit/section.tsx'
import { durationText } from './call-columns.tsx'
import { texts } from './calls-texts.ts'
import './calls.css'
import { CallAgain } from './call-again.tsx'
import { ParameterUses } from './parameter-uses.tsx'
import { JsonBlock, RequestView } from './request-view.tsx'
import { STEP_TEXTS } from './step-texts.ts'
import { Verification } from './verification.tsx'

export type WholeCall = Awaited<ReturnType<typeof client.calls.show>>

/** One call in full: why it was refused, how it was verified, what it did, and how to send it again. */
export function CallPage() {
  const say = useSay()
  const { requestId = '' } = useParams()
  // What is kept of a call does not change.
  const { data, error, isPending } = useQuery({
    ...api.calls.show.queryOptions({ input: { requestId } }),
    staleTime: Infinity,
  })
  const title = data ? (
    <Flex align="center" gap="small" wrap>
      <span className="wraps">{data.action === '' ? data.requestId : data.action}</span>
      <OutcomeTag outcome={data.outcome} />
    </Flex>
  ) : (
    <span className="wraps">{requestId}</span>
  )
  return (
    <>
      <PageTitle title={title} above={<Link to="/calls">{say(texts.title)}</Link>} />
      <Refusal error={error} />
      {isPending && <Spin />}
      {data && <Whole call={data} />}
      {error && (
        <Section title={say(texts.effects)}>
          <RequestTrace requestId={requestId} />
        </Section>
      )}
    </>
  )
}

function Whole({ call }: { readonly call: WholeCall }) {
  const say = useSay()
  const isRefused = call.outcome !== 'ok'
  return (
    <Flex vertical gap="middle">
      {isRefused && <WhyRefused call={call} />}
      <Facts call={call} />
      <div className="call-columns">
        <Flex vertical gap="middle">
          <Section title={say(texts.effects)}>
            <RequestTrace requestId={call.requestId} />
          </Section>
          <Section title={say(texts.parameters)}>
            <ParameterUses call={call} />
          </Section>
          <Section title={say(texts.answer)}>
            {isRefused ? say(texts.noAnswer) : <JsonBlock value={call.answer} />}
          </Section>
        </Flex>
        <Section title={say(texts.verification)}>
          <Verification verification={call.verification} />
        </Section>
      </div>
      <Section title={say(texts.request)}>
        <RequestView request={call.request} />
      </Section>
      <Section title={say(texts.again)}>
        <CallAgain call={call} />
      </Section>
    </Flex>
  )
}

function WhyRefused({ call }: { readonly call: WholeCall }) {
  const say = useSay()
  const { outcome, message, status } = call
  const step = call.verification.steps.find(({ state }) => state === 'refused')?.step
  const why = STEP_TEXTS[step ?? '']
  return (
    <section aria-label={say(texts.whyRefused)}>
      <Alert
        type="error"
        showIcon
        title={
          <span>
            <code className="mono">{outcome}</code> ({status})
          </span>
        }
        description={
          <>
            <div className="wraps">{message}</div>
            {why && (
              <div style={{ marginTop: 4 }}>
                <strong>{say(texts.refusedAt(why.name))}</strong> {say(why.means)}
              </div>
            )}
          </>
        }
      />
    </section>
  )
}

function Facts({ call }: { readonly call: WholeCall }) {
  const say = useSay()
  const { account, user, accessKeyId, region, sourceAddress, service, status, requestId } = call
  const who =
    account === '' ? (
      say(texts.nobody)
    ) : (
      <span className="wraps">
        <Link to={`/accounts/${encodeURIComponent(account)}`}>{account}</Link>
        {' / '}
        <Link to={`/accounts/${encodeURIComponent(account)}/users/${encodeURIComponent(user)}`}>{user}</Link>
      </span>
    )
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, sm: 2, lg: 3 }}
      items={[
        { label: say(texts.time), children: <LocalTime time={call.at} /> },
        { label: say(texts.cloud), children: <CloudName dialect={call.dialect} /> },
        { label: say(texts.service), children: service === '' ? '–' : service },
        { label: say(texts.who), children: who },
        { label: say(texts.accessKey), children: <span className="wraps">{accessKeyId || '–'}</span> },
        { label: say(texts.region), children: region || '–' },
        { label: say(texts.source), children: sourceAddress },
        { label: say(texts.status), children: status },
        { label: say(texts.duration), children: durationText(call.durationMs) },
        { label: say(texts.requestId), children: <Copyable text={requestId} /> },
      ]}
    />
  )
}
