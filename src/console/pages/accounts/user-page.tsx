import { useQuery } from '@tanstack/react-query'
import { Alert, Col, Flex, Row } from 'antd'
import { Link, useParams } from 'react-router'

import { api } from '../../kit/api.ts'
import { useSay } from '../../kit/language.tsx'
import { PageTitle } from '../../kit/page-title.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { AccessKeys } from './access-keys.tsx'
import { texts } from './accounts-texts.ts'
import { CheckCall } from './check-call.tsx'
import { Policies } from './policies.tsx'
import { SecondFactor } from './second-factor.tsx'

/** One user: access keys, policies, second factor; and whether a call would be allowed. */
export function UserPage() {
  const say = useSay()
  const { account = '', user = '' } = useParams()
  const found = useQuery(api.users.show.queryOptions({ input: { account, user } }))
  const owner = useQuery(api.accounts.show.queryOptions({ input: { account } }))
  const holder = { account, user }
  const above = (
    <>
      <Link to="/accounts">{say(texts.accounts)}</Link> /{' '}
      <Link to={`/accounts/${encodeURIComponent(account)}`}>{owner.data?.name ?? account}</Link>
    </>
  )
  return (
    <>
      <PageTitle title={<span className="wraps">{user}</span>} above={above} />
      <Refusal error={found.error} />
      {found.data && (
        <Flex vertical gap="middle" key={`${account}/${user}`}>
          {found.data.isRoot && <Alert type="info" showIcon title={say(texts.isRoot)} />}
          <Row gutter={[16, 16]}>
            <Col xs={24} lg={14}>
              <AccessKeys holder={holder} />
            </Col>
            <Col xs={24} lg={10}>
              <SecondFactor holder={holder} />
            </Col>
          </Row>
          <Policies holder={holder} />
          <CheckCall holder={holder} />
        </Flex>
      )}
    </>
  )
}
