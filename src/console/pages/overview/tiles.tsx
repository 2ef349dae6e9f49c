import { theme } from 'antd'
import { Link } from 'react-router'

import { useSay } from '../../kit/language.tsx'
import { usePreferences } from '../../kit/preferences.tsx'
import { texts } from './overview-texts.ts'

/** Those of Ant Design are too pale on white. */
const WAITING = { light: '#9a5b00', dark: '#f0b429' }
const FAILED = { light: '#b4232a', dark: '#ff8080' }

/** The numbers that one looks at first; each opens the list that it counts. */
export function Tiles(numbers: {
  readonly instances: number
  readonly pending: number
  readonly running: number
  readonly failed: number
}) {
  const say = useSay()
  const { token } = theme.useToken()
  const { theme: shade } = usePreferences()
  const colours = { calm: token.colorText, pending: WAITING[shade], bad: FAILED[shade] }
  const tiles = [
    { text: texts.instances, to: '/instances', count: numbers.instances, alarm: 'calm' },
    { text: texts.pending, to: '/instances?pending=true', count: numbers.pending, alarm: 'pending' },
    { text: texts.running, to: '/operations?outcome=running', count: numbers.running, alarm: 'calm' },
    { text: texts.failed, to: '/operations?outcome=failed', count: numbers.failed, alarm: 'bad' },
  ] as const
  return (
    <nav className="tiles" aria-label={say(texts.counts)}>
      {tiles.map(({ text, to, count, alarm }) => (
        <Link
          key={to}
          to={to}
          className="tile"
          style={{ background: token.colorBgContainer, borderColor: token.colorBorderSecondary }}
        >
          <span style={{ color: token.colorTextDescription }}>{say(text)}</span>
          <span className="tile-number" style={{ color: count === 0 ? token.colorText : colours[alarm] }}>
            {count.toLocaleString()}
          </span>
        </Link>
      ))}
    </nav>
  )
}
