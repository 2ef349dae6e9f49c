import type { TableColumnsType } from 'antd'
import { Typography } from 'antd'
import { Link } from 'react-router'
import type { z } from 'zod'

import { CloudName, instancePath, OutcomeTag, StateTag } from '../../kit/cloud-words.tsx'
import type { useSay } from '../../kit/language.tsx'
import type { instance } from '../../../own-api/contract/instances.ts'
import { texts } from './instances-texts.ts'
import { KeyCount } from './key-count.tsx'
import { PendingTag } from './pending-tag.tsx'

export type Instance = z.output<typeof instance>

/** Of the list of instances; the sum of the widths is {@link COLUMNS_WIDTH}. */
export function instanceColumns(say: ReturnType<typeof useSay>): TableColumnsType<Instance> {
  return [
    {
      title: say(texts.name),
      key: 'name',
      width: 195,
      fixed: 'start',
      render: (_, row) => <NameAndId {...row} />,
    },
    {
      title: say(texts.cloudAndRegion),
      key: 'cloud',
      width: 150,
      render: (_, row) => <CloudAndRegion {...row} />,
    },
    { title: say(texts.account), dataIndex: 'account', width: 110, ellipsis: true },
    {
      title: say(texts.state),
      key: 'state',
      width: 95,
      render: (_, { state }) => <StateTag state={state} />,
    },
    {
      ...{ title: say(texts.keys), key: 'keys', width: 55, align: 'end' },
      render: (_, row) => <KeyCount instance={row} ids={row.keyPairIds} />,
    },
    {
      ...{ title: say(texts.password), key: 'password', width: 85 },
      render: (_, { allowsPassword }) => (
        <Typography.Text {...(allowsPassword ? {} : { type: 'secondary' as const })}>
          {say(allowsPassword ? texts.allowed : texts.refused)}
        </Typography.Text>
      ),
    },
    {
      ...{ title: say(texts.pendingColumn), key: 'pending', width: 160 },
      render: (_, { pending }) => <PendingTag pending={pending} isTitled />,
    },
    {
      ...{ title: say(texts.operation), key: 'operation', width: 130 },
      render: (_, { latestOperation }) => latestOperation && <Latest {...latestOperation} />,
    },
  ]
}

export const COLUMNS_WIDTH = 980

function NameAndId({ name, ...named }: Instance) {
  return (
    <div className="two-lines">
      <Link to={instancePath(named)} title={name}>
        {name === '' ? named.id : name}
      </Link>
      <Typography.Text type="secondary" className="mono" title={named.id}>
        {named.id}
      </Typography.Text>
    </div>
  )
}

function CloudAndRegion({ dialect, region }: Instance) {
  return (
    <div className="two-lines">
      <span>
        <CloudName dialect={dialect} />
      </span>
      <Typography.Text type="secondary">{region}</Typography.Text>
    </div>
  )
}

function Latest({ action, outcome, message }: NonNullable<Instance['latestOperation']>) {
  return (
    <div className="two-lines">
      <span title={action}>{action}</span>
      <span title={message}>
        <OutcomeTag outcome={outcome} />
      </span>
    </div>
  )
}
