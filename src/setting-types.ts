import { isIP } from 'node:net'

import { z } from 'zod'

import type { RateSetting } from './core/rates/rates.ts'

const MOST_PER_SECOND = 10_000

/** A number is text on the command line and a number in the file. */
export const rates = z.union([z.string(), z.number()]).transform((given, context): RateSetting => {
  if (given === 'off' || given === 'documented') return given
  const perSecond = Number(given)
  if (Number.isInteger(perSecond) && perSecond >= 1 && perSecond <= MOST_PER_SECOND) return perSecond
  const message = `must be off, documented or a number of calls per second from 1 to ${MOST_PER_SECOND}`
  context.addIssue({ code: 'custom', message })
  return z.NEVER
})

/** On the command line its name alone says yes. */
export const yesOrNo = z
  .union([z.boolean(), z.enum(['true', 'false'])], 'must be true or false')
  .transform((given) => String(given) === 'true')

/** A name without a port, as it ends the host names of the services. */
const DOMAIN = /^(?=.{1,200}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/

/** Root of the host names of services. */
export const domain = z
  .string()
  .toLowerCase()
  .regex(DOMAIN, 'must be a domain name without a port, for example example.test')
  .refine((name) => isIP(name) === 0, 'must be a domain name, not an address')

/** Text on the command line, a number in the file. */
export function wholeNumber({
  unit,
  from,
  to,
}: {
  readonly unit: string
  readonly from: number
  readonly to: number
}) {
  const message = `must be a number of ${unit} from ${from} to ${to}`
  return z
    .union([z.string().regex(/^\d{1,7}$/, message), z.number()], message)
    .transform(Number)
    .pipe(z.int(message).min(from, message).max(to, message))
}
