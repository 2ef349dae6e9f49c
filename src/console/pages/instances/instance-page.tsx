import { Alert, Button, Skeleton } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { Link, useParams } from 'react-router'

import { routes } from '../../kit/api.ts'
import { type Named, StateTag } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { PageTitle } from '../../kit/page-title.tsx'
import { Refusal } from '../../kit/refusal.tsx'
import { May } from '../../kit/session.tsx'
import { AccessTable } from './access-table.tsx'
import { AuditSection } from './audit-section.tsx'
import { InstanceFacts } from './instance-facts.tsx'
import { texts } from './instance-texts.ts'
import { texts as listTexts } from './instances-texts.ts'
import { OperationsSection } from './operations-section.tsx'
import type { Pending } from './pending-tag.tsx'
import { PowerButtons } from './power-buttons.tsx'
import { useInstance } from './use-instance.ts'
import './instances.css'

const BindDialog = lazy(async () => ({ default: (await import('../bind/bind-dialog.tsx')).BindDialog }))

/** One machine: who can log in to it, who should, and what was done about that. */
export function InstancePage() {
  const { dialect = '', account = '', id = '' } = useParams()
  // Another instance is another page: nothing of the one before stays open.
  return <OneInstance key={`${dialect}/${account}/${id}`} named={{ dialect, account, id }} />
}

function OneInstance({ named }: { readonly named: Named }) {
  const say = useSay()
  const { data, error, isLive, readAgain } = useInstance(named)
  const [isBinding, setIsBinding] = useState(false)
  const readAll = () => readAgain(true)
  const above = <Link to="/instances">{say(listTexts.title)}</Link>
  if (!data) {
    return (
      <>
        <PageTitle title={named.id} above={above} />
        {error ? <Refusal error={error} /> : <Skeleton active paragraph={{ rows: 10 }} />}
      </>
    )
  }
  const title = data.name === '' ? data.id : data.name
  return (
    <>
      <PageTitle
        above={above}
        title={
          <span className="instance-title">
            {title} <StateTag state={data.state} />
          </span>
        }
      >
        <PowerButtons instance={data} onBegun={readAll} />
        <May call={routes.bindings.add}>
          <Button type="primary" onClick={() => setIsBinding(true)}>
            {say(texts.bind)}
          </Button>
        </May>
      </PageTitle>
      <Refusal error={error} />
      <PendingNote pending={data.pending} />
      <div className="instance-sections">
        <InstanceFacts instance={data} />
        <AccessTable instance={data} onChange={readAll} />
        <div className="instance-columns">
          <OperationsSection instance={named} isLive={isLive} />
          <AuditSection instance={named} />
        </div>
      </div>
      {isBinding && (
        <Suspense>
          <BindDialog
            open
            instances={[named]}
            onClose={() => {
              setIsBinding(false)
              readAll()
            }}
          />
        </Suspense>
      )}
    </>
  )
}

function PendingNote({ pending }: { readonly pending: Pending }) {
  const say = useSay()
  if (!pending) return null
  const { reason, message } = pending
  return (
    <Alert
      showIcon
      className="section-note"
      type={reason === 'operationFailed' ? 'error' : 'warning'}
      title={say(listTexts.pending(say(listTexts.reasons[reason])))}
      {...(message !== '' && { description: message })}
    />
  )
}
