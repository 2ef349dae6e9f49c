import { createHmac } from 'node:crypto'

export interface ToyReply {
  readonly status: number
  readonly done: boolean
  readonly call: string
  readonly result: Readonly<Record<string, unknown>>
  readonly why: { readonly code: string; readonly text: string } | undefined
}

export interface ToyCaller {
  readonly id: string
  readonly secret: string
}

/** One call as a client of the toy cloud sends it. */
export async function signedCall(
  api: string,
  { id, secret }: ToyCaller,
  content: { readonly do: string; readonly with?: object; readonly in?: string; readonly at?: number },
): Promise<ToyReply> {
  const body = JSON.stringify({ in: 'nursery', at: Date.now(), with: {}, ...content })
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  const headers = { 'x-toy-key': id, 'x-toy-signature': signature, 'content-type': 'application/json' }
  const response = await fetch(api, { method: 'POST', headers, body })
  // The envelope of the toy cloud; the tests look at every part of it.
  const envelope = (await response.json()) as Omit<ToyReply, 'status'>
  return { ...envelope, status: response.status }
}
