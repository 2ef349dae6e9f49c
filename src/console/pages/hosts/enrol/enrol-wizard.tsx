import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Result, Steps } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'

import { api, client } from '../../../kit/api.ts'
import { instancePath } from '../../../kit/cloud-words.tsx'
import { Copyable } from '../../../kit/copyable.tsx'
import { useSay } from '../../../kit/language.tsx'
import { PageTitle } from '../../../kit/page-title.tsx'
import { Refusal } from '../../../kit/refusal.tsx'
import {
  type Confirmed,
  type Enrolled,
  type HostDraft,
  hopsOf,
  NEW_HOST,
  requestOf,
  wayTo,
} from './enrol-request.ts'
import { texts } from './enrol-texts.ts'
import { Findings } from './findings.tsx'
import { HostForm } from './host-form.tsx'
import { HostKeys } from './host-keys.tsx'

const STEP = { host: 0, keys: 1, findings: 2, done: 3 } as const
const STEP_TITLES = [texts.stepHost, texts.stepKeys, texts.stepFindings, texts.stepDone]

/** Takes a host in: it is described, its host keys are confirmed, it is looked at, and then enrolled. */
export function EnrolWizard() {
  const say = useSay()
  const wizard = useWizard()
  const { step, seen, isBusy } = wizard
  const isReachable = (to: number) => {
    if (step === STEP.done || isBusy) return false
    return (
      to === STEP.host ||
      (seen !== undefined && (to === STEP.keys || (to === STEP.findings && seen.findings !== null)))
    )
  }
  return (
    <>
      <PageTitle title={say(texts.title)} above={<Link to="/hosts">{say(texts.toList)}</Link>} />
      <Steps
        size="small"
        current={step}
        onChange={(to) => isReachable(to) && wizard.goTo(to)}
        items={STEP_TITLES.map((title, place) => ({ title: say(title), disabled: !isReachable(place) }))}
        style={STEPS}
        aria-label={say(texts.steps)}
      />
      <div style={NARROW}>
        <Step wizard={wizard} />
      </div>
    </>
  )
}

const STEPS = { marginBottom: 24, maxWidth: 900 }
const NARROW = { maxWidth: 900 }

function Step({ wizard }: { readonly wizard: ReturnType<typeof useWizard> }) {
  const { step, draft, seen, id, isBusy, doing } = wizard
  const refusal = <WhatWentWrong wizard={wizard} />
  if (step === STEP.done && id !== undefined) return <Done draft={draft} id={id} onAnother={wizard.another} />
  if (step === STEP.findings && seen?.findings) {
    const { look, enrol, goTo } = wizard
    return (
      <Findings
        findings={seen.findings}
        {...{ doing, refusal }}
        onBack={() => goTo(STEP.keys)}
        onLook={() => look()}
        onEnrol={enrol}
      />
    )
  }
  if (step === STEP.keys && seen) {
    return (
      <HostKeys
        {...{ seen, isBusy, refusal }}
        hops={hopsOf(draft).length}
        onBack={() => wizard.goTo(STEP.host)}
        onConfirm={wizard.confirm}
      />
    )
  }
  return <HostForm {...{ draft, isBusy, refusal }} onChange={wizard.change} onLook={() => wizard.look()} />
}

/** What the person has said and seen so far; it is kept whichever step is shown. */
function useWizard() {
  const queries = useQueryClient()
  const [step, setStep] = useState<number>(STEP.host)
  const [draft, setDraft] = useState<HostDraft>(NEW_HOST)
  const [confirmed, setConfirmed] = useState<Confirmed>({})
  const [seen, setSeen] = useState<Enrolled>()
  const looking = useMutation({
    mutationFn: (known: Confirmed) => client.hosts.enrol(requestOf(draft, known, true)),
    onSuccess: (found) => {
      setSeen(found)
      setStep(found.findings ? STEP.findings : STEP.keys)
    },
  })
  const enrolling = useMutation({
    mutationFn: () => client.hosts.enrol(requestOf(draft, confirmed, false)),
    onSuccess: async () => {
      setStep(STEP.done)
      await queries.invalidateQueries({ queryKey: api.hosts.list.key() })
      await queries.invalidateQueries({ queryKey: api.instances.key() })
    },
  })
  const goTo = (to: number) => {
    looking.reset()
    enrolling.reset()
    setStep(to)
  }
  const look = (known = confirmed) => {
    enrolling.reset()
    looking.mutate(known)
  }
  const confirm = (fingerprint: string | undefined) => {
    if (fingerprint === undefined) return goTo(STEP.findings)
    const place = (seen?.hostKeys.length ?? 1) - 1
    const known = { ...confirmed, [wayTo(draft, place)]: fingerprint }
    setConfirmed(known)
    return look(known)
  }
  return {
    ...{ step, draft, seen, look, confirm, goTo },
    id: enrolling.data?.id,
    doing: looking.isPending
      ? ('looking' as const)
      : enrolling.isPending
        ? ('enrolling' as const)
        : undefined,
    isBusy: looking.isPending || enrolling.isPending,
    error: looking.error ?? enrolling.error,
    /** What was seen is not of this draft any more. */
    change: (next: HostDraft) => {
      setDraft(next)
      setSeen(undefined)
    },
    enrol: () => {
      looking.reset()
      enrolling.mutate()
    },
    hasConfirmed: hopsOf(draft).some((_, place) => wayTo(draft, place) in confirmed),
    forgetKeys: () => {
      setConfirmed({})
      look({})
    },
    /** The next one is often much like this one. */
    another: () => {
      setSeen(undefined)
      setDraft({ ...draft, address: '', name: '' })
      goTo(STEP.host)
    },
  }
}

/** Why it did not go on; a host key that was confirmed may be the reason. */
function WhatWentWrong({
  wizard: { error, hasConfirmed, forgetKeys },
}: {
  readonly wizard: ReturnType<typeof useWizard>
}) {
  const say = useSay()
  if (!error) return null
  return (
    <div>
      <Refusal error={error} />
      {hasConfirmed && <Button onClick={forgetKeys}>{say(texts.anew)}</Button>}
    </div>
  )
}

function Done({
  draft: { address, name = '', dialect, account },
  id,
  onAnother,
}: {
  readonly draft: HostDraft
  readonly id: string
  readonly onAnother: () => void
}) {
  const say = useSay()
  const navigate = useNavigate()
  return (
    <Result
      status="success"
      title={<h2 className="card-title">{say(texts.done(name === '' ? address : name, id))}</h2>}
      subTitle={say(texts.doneWhy)}
      extra={[
        <Button
          key="instance"
          type="primary"
          onClick={() => void navigate(instancePath({ dialect, account, id }))}
        >
          {say(texts.toInstance)}
        </Button>,
        <Button key="hosts" onClick={() => void navigate('/hosts')}>
          {say(texts.toHosts)}
        </Button>,
        <Button key="another" onClick={onAnother}>
          {say(texts.another)}
        </Button>,
      ]}
    >
      <Copyable text={`keyplane bind --key NAME --hosts ${id}`} isBlock />
    </Result>
  )
}
