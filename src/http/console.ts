import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

import { ownFolder } from '../core/own-package.ts'

/** Where `npm run build:console` puts the console, whether this runs as sources or built. */
const BUILT = join(ownFolder(), 'dist', 'console')
const PREFIX = '/console'
/** What the build leaves in the page for the number that each answer has of its own. */
const NONCE = 'KEYPLANE_NONCE'
const NONCE_BYTES = 18
/** Names of assets have a hash of what is in them. */
const ASSET = /^assets\/[\w.-]+$/
const IMMUTABLE = 'public, max-age=31536000, immutable'

/**
 * The console's pages. Every path that is no asset is the page itself, which finds by the path what to show; it has
 * nothing secret in it. Compressed twins of the assets lie beside them.
 */
export function registerConsole(server: FastifyInstance): void {
  server.get(PREFIX, (_request, reply) => reply.redirect(`${PREFIX}/`, 308))
  server.get(`${PREFIX}/*`, async (request, reply) => {
    const path = (request.raw.url ?? '').split('?', 1)[0]?.slice(PREFIX.length + 1) ?? ''
    void reply.headers(PROTECTION)
    return ASSET.test(path) ? sendAsset(path, request, reply) : sendPage(reply)
  })
}

const PROTECTION = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
}

/** Scripts and everything else from here alone; styles also from the page's own script, which knows the number. */
function policyWith(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

async function sendPage(reply: FastifyReply): Promise<FastifyReply> {
  const page = await readPage()
  if (page === undefined) return reply.code(404).type('text/plain; charset=utf-8').send(NOT_BUILT)
  const nonce = randomBytes(NONCE_BYTES).toString('base64')
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-security-policy', policyWith(nonce))
    .send(page.replaceAll(NONCE, nonce))
}

const NOT_BUILT = 'The console is not built here. In a clone: npm run build:console\n'

async function readPage(): Promise<string | undefined> {
  try {
    return await readFile(join(BUILT, 'index.html'), 'utf8')
  } catch {
    return undefined
  }
}

/** The library is loaded with the first asset: most servers are never looked at. */
async function sendAsset(path: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { send } = await import('@fastify/send')
  const options = { root: BUILT, cacheControl: false, index: false, contentType: false } as const
  const takesGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
  const twin = takesGzip ? await send(request.raw, `${path}.gz`, options) : undefined
  const isTwin = twin?.type === 'file'
  const found = isTwin ? twin : await send(request.raw, path, options)
  if (found.type !== 'file') return reply.code(404).type('text/plain; charset=utf-8').send('not found\n')
  const type = send.mime.getType(path) ?? 'application/octet-stream'
  return reply
    .code(found.statusCode)
    .headers(found.headers)
    .headers({ 'cache-control': IMMUTABLE, vary: 'accept-encoding', 'content-type': type })
    .headers(isTwin ? { 'content-encoding': 'gzip' } : {})
    .send(found.stream)
}
