import { createHmac, timingSafeEqual } from 'node:crypto'

import { z } from 'zod'

import { findJsonExcess } from '../../../src/dialects/kit/json-excess.ts'
import { header, type WireRequest } from '../../../src/dialects/kit/wire-request.ts'

const body = z.object({
  do: z.string().max(64),
  in: z.string().max(64),
  /** Milliseconds since 1970. */
  at: z.int(),
  with: z.record(z.string(), z.unknown()).default({}),
})

/** What a request says; nothing of it is checked yet. */
export interface ToyCall extends z.output<typeof body> {
  readonly accessKeyId: string
  readonly signature: string
}

/** Undefined: it is no call. */
export function readCall(request: WireRequest): ToyCall | undefined {
  const accessKeyId = header(request, 'x-toy-key')
  const signature = header(request, 'x-toy-signature')
  if (request.method !== 'POST' || !accessKeyId || !signature || findJsonExcess(request.body))
    return undefined
  const read = body.safeParse(parse(request.body.toString()))
  return read.success ? { ...read.data, accessKeyId, signature } : undefined
}

/** Whether the signature is that of the body, as it came: HMAC-SHA256 in hexadecimal digits. */
export function isGenuine({ body }: WireRequest, { signature }: ToyCall, secret: string): boolean {
  const wanted = createHmac('sha256', secret).update(body).digest()
  const given = Buffer.from(signature, 'hex')
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
