import { Button, Flex, type TableColumnsType, Tag, Typography } from 'antd'

import { CloudName, StateTag } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { type Host, nameOfHost } from './host.ts'
import { FoundTag, ModeName, Way } from './host-words.tsx'
import { texts } from './hosts-texts.ts'
import type { HostChecks } from './use-host-checks.ts'

/** The columns of the list of hosts; `open` gets the name of a host. */
export function useHostColumns({
  results,
  open,
}: {
  readonly results: HostChecks['results']
  readonly open: (name: string) => void
}): TableColumnsType<Host> {
  const say = useSay()
  const { columns } = texts
  return [
    {
      title: say(columns.host),
      width: 170,
      render: (_, host) => <NameOfHost host={host} onOpen={() => open(nameOfHost(host))} />,
    },
    { title: say(columns.way), width: 190, render: (_, { way }) => <Way way={way} /> },
    { title: say(columns.cloud), width: 150, render: (_, host) => <Place host={host} /> },
    { title: say(columns.login), dataIndex: 'loginUser', width: 90, ellipsis: true },
    { title: say(columns.state), width: 105, render: (_, host) => <State host={host} /> },
    { title: say(columns.keys), width: 60, align: 'right', render: (_, { keyPairIds }) => keyPairIds.length },
    { title: say(columns.mode), width: 90, render: (_, { drift }) => <ModeName mode={drift} /> },
    {
      title: say(columns.found),
      width: 120,
      render: (_, host) => {
        const checked = results.get(nameOfHost(host))
        return checked ? <FoundTag checked={checked} /> : <span aria-label={say(texts.notChecked)}>–</span>
      },
    },
  ]
}

function NameOfHost({ host: { name, id }, onOpen }: { readonly host: Host; readonly onOpen: () => void }) {
  const say = useSay()
  return (
    <Flex vertical align="start">
      <Button
        type="link"
        size="small"
        className="wraps"
        style={CELL_LINK}
        aria-label={say(texts.details(name))}
        onClick={onOpen}
      >
        {name}
      </Button>
      <Typography.Text type="secondary" className="mono wraps">
        {id}
      </Typography.Text>
    </Flex>
  )
}

/** As wide as its cell at most, in several lines if need be. */
const CELL_LINK = { padding: 0, height: 'auto', whiteSpace: 'normal', textAlign: 'left' } as const

function Place({ host: { dialect, account } }: { readonly host: Host }) {
  return (
    <Flex vertical>
      <CloudName dialect={dialect} />
      <Typography.Text type="secondary" className="wraps">
        {account}
      </Typography.Text>
    </Flex>
  )
}

function State({ host: { state, isPending } }: { readonly host: Host }) {
  const say = useSay()
  return (
    <Flex vertical align="start" gap={4}>
      <StateTag state={state} />
      {isPending && <Tag color="orange">{say(texts.pending)}</Tag>}
    </Flex>
  )
}
