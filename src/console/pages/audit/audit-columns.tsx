import { Button, type TableColumnsType } from 'antd'

import { changeText } from '../../kit/change-words.ts'
import { CloudName, OutcomeTag } from '../../kit/cloud-words.tsx'
import { type Text, useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import type { AuditRow } from './audit-page.tsx'
import { texts } from './audit-texts.ts'

export function useAuditColumns(open: (row: AuditRow) => void): TableColumnsType<AuditRow> {
  const say = useSay()
  return [
    { title: say(texts.time), width: 160, render: (_, { at }) => <LocalTime time={at} /> },
    { title: say(texts.cloud), width: 120, render: (_, { dialect }) => <CloudName dialect={dialect} /> },
    { title: say(texts.user), width: 80, ellipsis: true, render: (_, { user }) => user || '–' },
    {
      title: say(texts.action),
      width: 220,
      ellipsis: true,
      render: (_, row) => (
        <Button type="link" size="small" style={{ padding: 0 }} onClick={() => open(row)}>
          {row.action || row.requestId}
        </Button>
      ),
    },
    {
      title: say(texts.outcome),
      width: 190,
      ellipsis: true,
      render: (_, { outcome }) => <OutcomeTag outcome={outcome} />,
    },
    {
      title: say(texts.changed),
      width: 250,
      ellipsis: true,
      render: (_, row) => say(shortText(row)),
    },
  ]
}

/** In a line: how many keys came and went on a machine, or the first thing that the call changed. */
function shortText({ changes, machine }: AuditRow): Text {
  if (machine) {
    const { instance, cameKeys, wentKeys } = machine
    const keys = `+${cameKeys.length} −${wentKeys.length}`
    return {
      en: `${texts.onMachine.en} ${instance} ${keys}`,
      zh: `${texts.onMachine.zh} ${instance} ${keys}`,
    }
  }
  const [first, ...others] = changes
  if (!first) return { en: '–', zh: '–' }
  const { en, zh } = changeText(first)
  const more = others.length === 0 ? '' : ` +${others.length}`
  return { en: `${en} ${first.subject}${more}`, zh: `${zh} ${first.subject}${more}` }
}
