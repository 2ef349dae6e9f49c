import type { FastifyInstance } from 'fastify'

import { AUTHORITY_PATH } from '../tls/authority-path.ts'

/** What `/readyz` asks. */
export interface Health {
  /** The process is about to end. */
  isDraining(): boolean
  /** Resolves when the database answers and takes changes; rejects otherwise. */
  check(): Promise<void>
  /** The metrics page and its content type. */
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>
}

/** Paths that are Keyplane's own and never a cloud call. */
export function registerOwnPaths(server: FastifyInstance, health: Health): void {
  server.get('/healthz', () => ({ status: 'alive' }))
  server.get('/readyz', async (_request, reply) => {
    if (health.isDraining()) return reply.code(503).send({ status: 'the process is about to end' })
    try {
      await health.check()
      return { status: 'ready' }
    } catch {
      return reply.code(503).send({ status: 'the database does not answer, or takes no changes' })
    }
  })
  server.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await health.metrics()
    return reply.header('content-type', contentType).send(text)
  })
}

/** Tells everybody the certificate of the local authority, PEM. */
export function registerAuthority(server: FastifyInstance, authority: string): void {
  server.get(AUTHORITY_PATH, (_request, reply) =>
    reply.header('content-type', 'application/x-pem-file').send(authority),
  )
}
