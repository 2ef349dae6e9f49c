import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { RouterProvider } from 'react-router/dom'

import { statusOf } from './kit/api.ts'
import { PreferencesProvider, usePreferences } from './kit/preferences.tsx'
import { askForToken } from './kit/session.tsx'
import { router } from './pages/router.tsx'
import { SignedIn } from './shell/signed-in.tsx'
import { THEMES } from './shell/themes.ts'

const LOCALES = { en: enUS, zh: zhCN }
/** What is read may be shown so long before it is asked for again. */
const FRESH_MS = 2_000

const queries = new QueryClient({
  // Whose token has ended is asked for another, wherever it is noticed.
  queryCache: new QueryCache({ onError: (error) => askForToken(queries, error) }),
  mutationCache: new MutationCache({ onError: (error) => askForToken(queries, error) }),
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (failures, error) => statusOf(error) === undefined && failures < 2,
    },
  },
})

/** Everything: what all pages have around them, then the page that the address names. */
export function Console() {
  return (
    <PreferencesProvider>
      <Themed />
    </PreferencesProvider>
  )
}

function Themed() {
  const { language, theme } = usePreferences()
  return (
    <ConfigProvider locale={LOCALES[language]} theme={THEMES[theme]} csp={CSP}>
      <App>
        <QueryClientProvider client={queries}>
          <SignedIn>
            <RouterProvider router={router} />
          </SignedIn>
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  )
}

/** The number that the Content-Security-Policy of this page lets styles in by. */
const NONCE = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce
const CSP = NONCE === undefined ? {} : { nonce: NONCE }
