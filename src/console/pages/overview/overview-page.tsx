import { Card, Skeleton, Tag, Typography } from 'antd'

import { FirstCall } from '../../kit/first-call.tsx'
import { type Text, useSay } from '../../kit/language.tsx'
import { PageTitle } from '../../kit/page-title.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { InstanceCounts, sum } from './instance-counts.tsx'
import { LastCalls } from './last-calls.tsx'
import { texts } from './overview-texts.ts'
import { RateChart } from './rate-chart.tsx'
import { Tiles } from './tiles.tsx'
import { useLiveStatus } from './use-live-status.ts'
import './overview.css'

/** How everything is, at a glance. */
export function OverviewPage() {
  const say = useSay()
  const { data, error } = useLiveStatus()
  if (!data) return error ? <Refusal error={error} /> : <Skeleton active title paragraph={{ rows: 8 }} />
  const { now, samples } = data
  const { instances, pending, operations, calls } = now
  const total = sum(instances)
  return (
    <>
      <PageTitle title={say(texts.title)}>
        <Typography.Text type="secondary" className="overview-facts">
          <span>{say(texts.version(now.version))}</span>
          <Tag style={{ margin: 0 }}>{say(now.mode === 'strict' ? texts.strict : texts.standIn)}</Tag>
          <span>{say(texts.up(say(uptime(now.uptimeSeconds))))}</span>
        </Typography.Text>
      </PageTitle>
      <Refusal error={error} />
      <div className="overview">
        <Tiles
          instances={total}
          pending={pending}
          running={operations.running}
          failed={operations.failedLastHour}
        />
        {total === 0 && <Beginning mode={now.mode} />}
        <div className="overview-columns">
          <RateChart samples={samples} rates={calls} />
          <LastCalls />
        </div>
        {total > 0 && <InstanceCounts counts={instances} />}
      </div>
    </>
  )
}

/** What brings the first instance; as in the README's sixty seconds. */
function Beginning({ mode }: { readonly mode: 'stand-in' | 'strict' }) {
  const say = useSay()
  return (
    <Card size="small">
      <FirstCall what={say(texts.first)} command={firstCall()}>
        <Typography.Text type="secondary">
          {say(mode === 'strict' ? texts.strictKeys : texts.standInKeys)}
        </Typography.Text>
      </FirstCall>
    </Card>
  )
}

function firstCall(): string {
  return `// npm install tencentcloud-sdk-nodejs
import { cvm } from 'tencentcloud-sdk-nodejs'

const api = new cvm.v20170312.Client({
  credential: { secretId: 'AKIDme', secretKey: 'keyplane' },
  region: 'ap-guangzhou',
  profile: { httpProfile: { endpoint: '${location.host}', protocol: '${location.protocol}//' } },
})
await api.RunInstances({ Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-487zeit5' })`
}

function uptime(seconds: number): Text {
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3_600)]
  if (hours >= 24) return texts.days(Math.floor(hours / 24), hours % 24)
  return hours > 0 ? texts.hours(hours, minutes % 60) : texts.minutes(minutes, seconds % 60)
}
