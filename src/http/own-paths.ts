import type { FastifyInstance } from 'fastify'

/** What `/readyz` asks. */
export interface Health {
  /** Resolves when the database answers; rejects when it does not. */
  check(): Promise<void>
  /** The metrics page and its content type. */
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>
}

/** Paths that are Keyplane's own and never a cloud call. */
export function registerOwnPaths(server: FastifyInstance, health: Health): void {
  server.get('/healthz', () => ({ status: 'alive' }))
  server.get('/readyz', async (_request, reply) => {
    try {
      await health.check()
      return { status: 'ready' }
    } catch {
      return reply.code(503).send({ status: 'the database does not answer' })
    }
  })
  server.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await health.metrics()
    return reply.header('content-type', contentType).send(text)
  })
}

/** Where the certificate of the local authority is found, for those who are to trust it. */
export const AUTHORITY_PATH = '/keyplane/ca.pem'

/** Tells everybody the certificate of the local authority, PEM. */
export function registerAuthority(server: FastifyInstance, authority: string): void {
  server.get(AUTHORITY_PATH, (_request, reply) =>
    reply.header('content-type', 'application/x-pem-file').send(authority),
  )
}
