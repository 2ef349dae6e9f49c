import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Flex, Layout, Tag, Typography } from 'antd'
import { Outlet } from 'react-router'

import { client, statusOf } from '../kit/api.ts'
import { useSay } from '../kit/language.tsx'
import { forgetSession, useSession } from '../kit/session.tsx'
import mark from './keyplane.svg'
import { Navigation } from './navigation.tsx'
import { PreferenceButtons } from './preference-buttons.tsx'
import { texts } from './shell-texts.ts'
import './shell.css'

/** What stays while pages change: who is signed in above, the navigation beside, the page below. */
export function Shell() {
  const say = useSay()
  return (
    <Layout className="shell">
      <a className="skip" href="#content">
        {say(texts.skip)}
      </a>
      <Layout.Sider breakpoint="lg" collapsedWidth={0} theme="light" width={208} className="shell-side">
        <Flex align="center" gap="small" className="shell-mark">
          <img src={mark} alt="" width={28} height={28} />
          <Typography.Text strong>Keyplane</Typography.Text>
        </Flex>
        <Navigation />
      </Layout.Sider>
      <Layout>
        <Layout.Header className="shell-head">
          <Caller />
        </Layout.Header>
        {/* It is the `main` of the page. */}
        <Layout.Content id="content" tabIndex={-1} className="shell-content">
          <Outlet />
        </Layout.Content>
      </Layout>
    </Layout>
  )
}

function Caller() {
  const say = useSay()
  const { scope, mode } = useSession()
  const queries = useQueryClient()
  const { modal } = App.useApp()
  const signOut = useMutation({
    mutationFn: () => client.session.close({}),
    onSuccess: () => forgetSession(queries),
    // The browser still has the token: who believed to be signed out would leave it to the next one here.
    onError: (error) => {
      if (statusOf(error) !== 401)
        modal.error({ title: say(texts.stillSignedIn), content: say(texts.signOutFailed) })
    },
  })
  return (
    <Flex align="center" justify="end" gap="small">
      <Tag>{say(mode === 'strict' ? texts.strict : texts.standIn)}</Tag>
      <Tag>{say(texts.scopes[scope])}</Tag>
      <PreferenceButtons />
      <Button type="text" onClick={() => signOut.mutate()}>
        {say(texts.signOut)}
      </Button>
    </Flex>
  )
}
