import { Alert, Flex, Progress, Table, type TableColumnsType } from 'antd'
import { Link } from 'react-router'

import { fullName, instancePath, keyPairPath, type Named, OutcomeTag } from '../../kit/cloud-words.tsx'
import { type Text, useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import { rotated, texts } from './key-pairs-texts.ts'
import { PrivateKey } from './private-key.tsx'
import type { RotatedInstance, RotatedPair, useRotation } from './use-rotation.ts'

/** How far a rotation has come; the new private key, where one was made, is handed out first. */
export function RotationProgress({
  rotation: { instances, isRunning },
  made: { keyPair, privateKey },
  users,
  isSaved,
  onSaved,
}: {
  readonly rotation: ReturnType<typeof useRotation>
  readonly made: RotatedPair
  /** Instances that the old pair was bound to when the page was read. */
  readonly users: readonly (Named & { readonly name: string })[]
  readonly isSaved: boolean
  readonly onSaved: () => void
}) {
  const say = useSay()
  const names = new Map(users.map((user) => [fullName(user), user.name]))
  const all = Math.max(users.length, instances.length)
  const isBad = instances.some(({ outcome }) => outcome === 'failed' || outcome === 'refused')
  const percent = all === 0 ? 100 : Math.round((instances.length / all) * 100)
  return (
    <Flex vertical gap="middle">
      <div>
        {say(texts.newPair)}:{' '}
        <Link to={keyPairPath(keyPair)} style={{ textDecoration: 'underline' }}>
          {keyPair.name}
        </Link>
      </div>
      {privateKey !== undefined && (
        <PrivateKey name={keyPair.name} privateKey={privateKey} isSaved={isSaved} onSaved={onSaved} />
      )}
      <div>
        <Progress
          aria-label={say(texts.rotationTable)}
          percent={percent}
          status={isBad ? 'exception' : isRunning ? 'active' : 'success'}
        />
        <output>{say(rotated(instances.length, all))}</output>
      </div>
      {isRunning && <Alert type="info" showIcon title={say(texts.rotationRuns)} />}
      <Table<RotatedInstance>
        size="small"
        aria-label={say(texts.rotationTable)}
        columns={columnsOf(say, names)}
        dataSource={[...instances]}
        rowKey={fullName}
        pagination={false}
      />
    </Flex>
  )
}

function columnsOf(
  say: (text: Text) => string,
  names: ReadonlyMap<string, string>,
): TableColumnsType<RotatedInstance> {
  return [
    {
      title: say(texts.instance),
      key: 'instance',
      render: (_, instance) => (
        <Link to={instancePath(instance)}>{names.get(fullName(instance)) || instance.id}</Link>
      ),
    },
    {
      title: say(texts.outcome),
      key: 'outcome',
      width: 150,
      render: (_, { outcome }) => <OutcomeTag outcome={outcome} />,
    },
    {
      title: say(texts.oldEnds),
      key: 'oldEnds',
      width: 170,
      render: (_, { oldEndsAt }) => <LocalTime time={oldEndsAt} />,
    },
    { title: say(texts.result), dataIndex: 'message' },
  ]
}
