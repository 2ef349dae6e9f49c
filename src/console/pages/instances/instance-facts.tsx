import { Descriptions, Typography } from 'antd'
import type { ReactNode } from 'react'

import { CloudName } from '../../kit/cloud-words.tsx'
import { Copyable } from '../../kit/copyable.tsx'
import { useSay } from '../../kit/language.tsx'
import { LocalTime } from '../../kit/local-time.tsx'
import type { Instance } from './instance-columns.tsx'
import { texts } from './instance-texts.ts'
import { texts as listTexts } from './instances-texts.ts'

/** What an instance is and where, and how to log in. */
export function InstanceFacts({ instance }: { readonly instance: Instance }) {
  const say = useSay()
  const { id, dialect, account, region, zone, address, privateAddress, osName, os, type, driver } = instance
  const { access, createdAt } = instance
  const fact = (key: string, label: string, children: ReactNode) => ({ key, label, children })
  return (
    <section aria-label={say(texts.about)}>
      {access ? (
        <div className="log-in">
          <Typography.Text strong>{say(texts.logIn)}</Typography.Text>
          <Copyable text={access.command} isBlock />
          {access.hostKey !== null && (
            <div>
              <Typography.Text type="secondary">{say(texts.hostKey)}</Typography.Text>{' '}
              <Copyable text={access.hostKey} />
            </div>
          )}
        </div>
      ) : (
        <Typography.Paragraph type="secondary">{say(texts.noLogin)}</Typography.Paragraph>
      )}
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2, xl: 3 }}
        items={[
          fact('id', say(texts.id), <Copyable text={id} />),
          fact('cloud', say(listTexts.cloud), <CloudName dialect={dialect} />),
          fact('account', say(listTexts.account), <span className="mono">{account}</span>),
          fact('place', say(texts.place), zone === '' ? region : `${region} · ${zone}`),
          fact(
            'address',
            say(texts.address),
            [address, privateAddress].filter((one) => one !== '').join(' · '),
          ),
          fact(
            'system',
            say(texts.system),
            [osName === '' ? os : osName, type].filter((one) => one !== '').join(' · '),
          ),
          fact('driver', say(texts.driver), driver),
          fact('created', say(texts.created), <LocalTime time={createdAt} />),
        ]}
      />
    </section>
  )
}
