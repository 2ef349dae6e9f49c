import { Card, theme } from 'antd'
import { Link } from 'react-router'

import { CloudName, CLOUDS, StateTag } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { texts } from './overview-texts.ts'

interface Count {
  readonly dialect: string
  readonly state: string
  readonly count: number
}

/** How many instances each cloud has in which state; each number opens the list of them. */
export function InstanceCounts({ counts }: { readonly counts: readonly Count[] }) {
  const say = useSay()
  const { token } = theme.useToken()
  const states = [...new Set(counts.map(({ state }) => state))].toSorted()
  const dialects = [...new Set([...Object.keys(CLOUDS), ...counts.map(({ dialect }) => dialect)])]
  return (
    <Card size="small" title={<h2 className="overview-heading">{say(texts.machines)}</h2>}>
      <div className="overview-scrolls">
        <table className="overview-table" aria-label={say(texts.machines)}>
          <thead style={{ color: token.colorTextDescription }}>
            <tr>
              <th scope="col">{say(texts.cloud)}</th>
              {states.map((state) => (
                <th key={state} scope="col">
                  <StateTag state={state} />
                </th>
              ))}
              <th scope="col">{say(texts.total)}</th>
            </tr>
          </thead>
          <tbody>
            {dialects.map((dialect) => {
              const ofCloud = counts.filter((one) => one.dialect === dialect)
              return (
                <tr key={dialect}>
                  <th scope="row">
                    <CloudName dialect={dialect} />
                  </th>
                  {states.map((state) => (
                    <td key={state}>
                      <CountLink
                        to={`dialect=${dialect}&state=${state}`}
                        count={sum(ofCloud.filter((one) => one.state === state))}
                      />
                    </td>
                  ))}
                  <td>
                    <CountLink to={`dialect=${dialect}`} count={sum(ofCloud)} />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </Card>
  )
}

function CountLink({ to, count }: { readonly to: string; readonly count: number }) {
  return count === 0 ? 0 : <Link to={`/instances?${to}`}>{count.toLocaleString()}</Link>
}

export function sum(counts: readonly Count[]): number {
  return counts.reduce((total, { count }) => total + count, 0)
}
