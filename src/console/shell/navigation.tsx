import { Menu } from 'antd'
import { Link, useLocation } from 'react-router'

import { useSay } from '../kit/language.tsx'
import { useSession } from '../kit/session.tsx'
import { GROUPS, isFor, PAGES } from '../pages/pages.ts'
import { texts } from './shell-texts.ts'

/** The pages that the caller may see, in groups. */
export function Navigation() {
  const say = useSay()
  const session = useSession()
  const { pathname } = useLocation()
  const shown = PAGES.filter((page) => isFor(page, session))
  const items = Object.entries(GROUPS).map(([key, title]) => ({
    key,
    type: 'group' as const,
    label: say(title),
    children: shown
      .filter(({ group }) => group === key)
      .map(({ path, title, icon: Icon }) => ({
        key: path,
        label: <Link to={`/${path}`}>{say(title)}</Link>,
        icon: Icon && <Icon />,
      })),
  }))
  const [, first = ''] = pathname.split('/')
  return (
    <nav aria-label={say(texts.navigation)}>
      <Menu
        mode="inline"
        items={items.filter(({ children }) => children.length > 0)}
        selectedKeys={[first]}
      />
    </nav>
  )
}
