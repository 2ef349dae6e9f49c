import { createBrowserRouter } from 'react-router'

import { PageFrame } from '../shell/page-frame.tsx'
import { NotFound, Broken } from '../shell/dead-ends.tsx'
import { Shell } from '../shell/shell.tsx'
import { PAGES } from './pages.ts'

/** The address of the browser names the page: every page has a link of its own. */
export const router = createBrowserRouter(
  [
    {
      Component: Shell,
      children: [
        ...PAGES.map((page) => ({
          path: page.path,
          ErrorBoundary: Broken,
          lazy: async () => {
            const Content = await page.load()
            return {
              Component: () => (
                <PageFrame page={page}>
                  <Content />
                </PageFrame>
              ),
            }
          },
        })),
        { path: '*', Component: NotFound },
      ],
      ErrorBoundary: Broken,
      HydrateFallback: () => null,
    },
  ],
  { basename: '/console' },
)
