import { Card, theme } from 'antd'

import { CloudName, CLOUDS } from '../../kit/cloud-words.tsx'
import { useSay } from '../../kit/language.tsx'
import { usePreferences } from '../../kit/preferences.tsx'
import { texts } from './overview-texts.ts'
import { KEPT_MS, type Sample } from './use-live-status.ts'

interface Rate {
  readonly dialect: string
  readonly lastMinute: number
  readonly perSecondNow: number
}

const WIDTH = 600
const HEIGHT = 150

/** Told apart by their dashes too, not by colour alone; each has 3 : 1 and more against its ground. */
const LINES = {
  light: ['#0b6a7d', '#b4540a', '#7a3fb0', '#a3124b'],
  dark: ['#4fc3d9', '#f0a04b', '#c49bf0', '#ff7aa8'],
}
const DASHES = ['', '7 4', '2 3', '9 3 2 3']

/** Calls per second of each cloud's API as lines, and the same in a table. */
export function RateChart({
  samples,
  rates,
}: {
  readonly samples: readonly Sample[]
  readonly rates: readonly Rate[]
}) {
  const say = useSay()
  const { token } = theme.useToken()
  const colours = LINES[usePreferences().theme]
  const dialects = Object.keys(CLOUDS)
  const highest = roundUp(Math.max(1, ...dialects.map((dialect) => most(samples, dialect))))
  const until = samples.at(-1)?.atMs ?? 0
  return (
    <Card size="small" title={<h2 className="overview-heading">{say(texts.rates)}</h2>}>
      <figure
        className="rate-chart"
        aria-label={say(texts.rateChart)}
        style={{ color: token.colorTextDescription }}
      >
        <span className="rate-most">{highest}</span>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          {[0, HEIGHT / 2, HEIGHT].map((y) => (
            <line
              key={y}
              x1={0}
              x2={WIDTH}
              y1={y}
              y2={y}
              className="rate-grid"
              stroke={token.colorBorderSecondary}
            />
          ))}
          {dialects.map((dialect, index) => (
            <polyline
              key={dialect}
              className="rate-line"
              stroke={colours[index]}
              strokeDasharray={DASHES[index]}
              points={pointsOf(samples, { dialect, until, highest })}
            />
          ))}
        </svg>
        <span>{say(texts.twoMinutesAgo)}</span>
        <span>{say(texts.now)}</span>
      </figure>
      <table className="overview-table" aria-label={say(texts.ratesTable)}>
        <thead style={{ color: token.colorTextDescription }}>
          <tr>
            <th scope="col">{say(texts.cloud)}</th>
            <th scope="col">{say(texts.now)}</th>
            <th scope="col">{say(texts.most)}</th>
            <th scope="col">{say(texts.lastMinute)}</th>
          </tr>
        </thead>
        <tbody>
          {dialects.map((dialect, index) => {
            const rate = rates.find((one) => one.dialect === dialect)
            return (
              <tr key={dialect}>
                <th scope="row">
                  <svg viewBox="0 0 24 8" className="rate-mark" aria-hidden="true">
                    <line x2={24} y1={4} y2={4} stroke={colours[index]} strokeDasharray={DASHES[index]} />
                  </svg>
                  <CloudName dialect={dialect} />
                </th>
                <td>{rate?.perSecondNow ?? 0}</td>
                <td>{most(samples, dialect)}</td>
                <td>{rate?.lastMinute ?? 0}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Card>
  )
}

function most(samples: readonly Sample[], dialect: string): number {
  return Math.max(0, ...samples.map(({ perSecond }) => perSecond[dialect] ?? 0))
}

function pointsOf(
  samples: readonly Sample[],
  { dialect, until, highest }: { readonly dialect: string; readonly until: number; readonly highest: number },
): string {
  return samples
    .map(({ atMs, perSecond }) => {
      const x = WIDTH * (1 - (until - atMs) / KEPT_MS)
      const y = HEIGHT * (1 - (perSecond[dialect] ?? 0) / highest)
      return `${x.toFixed(1)},${y.toFixed(1)}`
    })
    .join(' ')
}

/** The next of 1, 2, 5, 10, 20, …: the scale changes seldom. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power
}
