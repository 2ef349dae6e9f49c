import { useQuery } from '@tanstack/react-query'
import { Col, Flex, Row, Tag } from 'antd'

import { api } from '../../kit/api.ts'
import { useSay } from '../../kit/language.tsx'
import { PageTitle } from '../../kit/page-title.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { ClockCard } from './clock-card.tsx'
import { FaultsCard } from './faults-card.tsx'
import { HoldsCard } from './holds-card.tsx'
import { ResetCard } from './reset-card.tsx'
import { SnapshotsCard } from './snapshots-card.tsx'
import { texts } from './world-texts.ts'
import './world.css'

/** Counters and the clock go on by themselves. */
const LOOK_AGAIN_MS = 1_000

/** Control of a stand-in: its time, what goes wrong in it, who is busy, and its states. */
export function WorldPage() {
  const say = useSay()
  const { data, error } = useQuery({
    ...api.world.show.queryOptions({ input: {} }),
    refetchInterval: LOOK_AGAIN_MS,
  })
  const seedNumber = data?.seedNumber
  return (
    <>
      <PageTitle title={say(texts.title)}>
        {data && (
          <Tag>{say(seedNumber === undefined ? texts.noSeedNumber : texts.seedNumber(seedNumber))}</Tag>
        )}
      </PageTitle>
      <Refusal error={error} />
      {data && (
        <Row gutter={[16, 16]}>
          <Col xs={24} lg={14}>
            <Flex vertical gap="middle">
              <FaultsCard faults={data.faults} />
              <HoldsCard holds={data.holds} />
            </Flex>
          </Col>
          <Col xs={24} lg={10}>
            <Flex vertical gap="middle">
              <ClockCard clock={data.clock} />
              <SnapshotsCard snapshots={data.snapshots} />
              <ResetCard />
            </Flex>
          </Col>
        </Row>
      )}
    </>
  )
}
