import { z } from 'zod'

import { route } from './route.ts'

const dialect = z.object({
  id: z.string(),
  regions: z.array(z.string()),
  keyPairs: z.object({
    byRegion: z.boolean().describe('False: a key pair is known in all regions'),
    types: z.array(z.string()).describe('Of public keys that can be imported'),
  }),
  services: z
    .array(z.object({ service: z.string(), actions: z.array(z.string()) }))
    .describe('Its own first, then those that its clients call along the way'),
  mfaActions: z.array(z.string()).describe('Those that an account may put into its `requireMfa`'),
})

/** The cloud APIs that are answered. */
export const dialects = {
  list: route('GET', '/dialects', {
    ...{ scope: 'reader', tag: 'dialects' },
    summary: 'The cloud APIs that are answered: their regions and actions',
  })
    .input(z.strictObject({}))
    .output(z.object({ items: z.array(dialect) })),
}
