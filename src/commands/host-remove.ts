import { z } from 'zod'

import type { OwnClient } from './own-client.ts'

const forgotten = z.object({ host: z.string(), remains: z.array(z.string()) })

/** Lets a host go, and says so; one that is only forgotten keeps what was written on it, and each such place is told. */
export async function removeHost(
  client: OwnClient,
  id: string,
  { forget = false }: { readonly forget?: boolean },
): Promise<void> {
  const answer = await client.call('DELETE', `/hosts/${encodeURIComponent(id)}`, { forget })
  if (!forget) return void process.stdout.write(`removed ${id}\n`)
  const { host, remains } = forgotten.parse(answer)
  const told = [
    `forgot ${id}`,
    `nothing was changed on ${host}. What Keyplane wrote there stays, and bound keys go on letting people in:`,
    ...remains.map((place) => `- ${place}`),
  ]
  process.stdout.write(`${told.join('\n')}\n`)
}
