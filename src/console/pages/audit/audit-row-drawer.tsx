import { Button, Descriptions, Drawer, Flex } from 'antd'
import { Link } from 'react-router'

import { CloudName, OutcomeTag } from '../../kit/cloud-words.tsx'
import { Copyable } from '../../kit/copyable.tsx'
import { useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import { MachineChange, RequestTrace } from '../../kit/request-trace.tsx'
import { Section } from '../../kit/section.tsx'
import type { AuditRow } from './audit-page.tsx'
import { texts } from './audit-texts.ts'

/** One row in full, with everything that its request did. */
export function AuditRowDrawer({
  row,
  onClose,
  onOnly,
}: {
  readonly row: AuditRow | undefined
  readonly onClose: () => void
  readonly onOnly: (requestId: string) => void
}) {
  const say = useSay()
  return (
    <Drawer
      open={row !== undefined}
      onClose={onClose}
      size={640}
      title={row?.action || say(texts.row)}
      aria-label={say(texts.row)}
      closable={{ 'aria-label': say(texts.close) }}
    >
      {row && (
        <Flex vertical gap="middle">
          <Facts row={row} />
          {row.machine && (
            <Section title={say(texts.change)}>
              <MachineChange machine={row.machine} />
            </Section>
          )}
          <Section title={say(texts.trace)}>
            <RequestTrace requestId={row.requestId} />
          </Section>
          <Flex gap="middle" align="center">
            <Link to={`/calls/${encodeURIComponent(row.requestId)}`}>{say(texts.wholeCall)}</Link>
            <Button
              size="small"
              onClick={() => {
                onOnly(row.requestId)
                onClose()
              }}
            >
              {say(texts.onlyThis)}
            </Button>
          </Flex>
        </Flex>
      )}
    </Drawer>
  )
}

function Facts({ row }: { readonly row: AuditRow }) {
  const say = useSay()
  const who = [row.account, row.user].filter((part) => part !== '').join(' / ')
  return (
    <Descriptions
      size="small"
      column={1}
      styles={{ label: { width: 150 } }}
      items={[
        { label: say(texts.time), children: <LocalTime time={row.at} /> },
        { label: say(texts.cloud), children: <CloudName dialect={row.dialect} /> },
        { label: say(texts.outcome), children: <OutcomeTag outcome={row.outcome} /> },
        { label: say(texts.account), children: who || say(texts.nobody) },
        { label: say(texts.accessKey), children: <span className="wraps">{row.accessKeyId || '–'}</span> },
        { label: say(texts.region), children: row.region || '–' },
        { label: say(texts.source), children: row.sourceAddress || '–' },
        { label: say(texts.requestId), children: <Copyable text={row.requestId} /> },
        { label: say(texts.number), children: row.number ?? say(texts.notSealed) },
      ]}
    />
  )
}
