import { createORPCClient, ORPCError } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { OpenAPILink } from '@orpc/openapi-client/fetch'

import { contract } from './contract/index.ts'
import { CONSOLE_HEADER } from './contract/console-header.ts'

/** Every route of the own API as a method; streams are async iterables. Whatever the contract has is JSON already. */
export type OwnApiClient = ContractRouterClient<typeof contract>

/**
 * A client of the own API of the server at `url`, `http://127.0.0.1:7420`. Without a token it is the console's: the
 * browser has the token in a cookie.
 * Its methods reject with an ORPCError whose `status` and `message` are those of the problem document.
 */
export function createOwnApiClient({
  url,
  token,
  fetch = globalThis.fetch,
}: {
  readonly url: string
  readonly token?: string
  readonly fetch?: typeof globalThis.fetch | undefined
}): OwnApiClient {
  const link = new OpenAPILink(contract, {
    url: `${url}/keyplane/v1`,
    headers: token === undefined ? { [CONSOLE_HEADER]: '1' } : { authorization: `Bearer ${token}` },
    fetch: async (request, init) => asJson(await fetch(request, init)),
    customErrorResponseBodyDecoder: (document, { status }) =>
      new ORPCError('PROBLEM', { status, message: detailOf(document), data: document }),
  })
  return createORPCClient(link)
}

/** A problem document has a media type of its own, which the library would read as a file. */
function asJson(response: Response): Response {
  if (response.headers.get('content-type') !== 'application/problem+json') return response
  const { status, statusText, body } = response
  const headers = new Headers(response.headers)
  headers.set('content-type', 'application/json')
  return new Response(body, { status, statusText, headers })
}

function detailOf(document: unknown): string {
  const isDocument = typeof document === 'object' && document !== null && 'detail' in document
  return isDocument ? String(document.detail) : 'the server gave no reason'
}
