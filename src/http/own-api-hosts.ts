import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

import type { Core } from '../core/core.ts'
import { checkAccess } from '../core/drift/check-access.ts'
import { eachBounded } from '../core/each-bounded.ts'
import { bindRequest, changeAtHosts, unbindRequest } from './own-api-bind.ts'
import { type CheckedHost, checkRequest, settled } from './own-api-check.ts'
import { enrolHost, enrolRequest } from './own-api-enrol.ts'
import { LARGEST_BODY, ownCall, readBody } from './own-api-request.ts'
import { sendEach } from './own-api-stream.ts'
import { findEnrolled, type HostDesk, listEnrolled } from './host-desk.ts'
import type { Dialect } from '../dialects/kit/dialect.ts'
import { removeHost, removeRequest } from './own-api-remove.ts'
import { rotateKey, rotateRequest } from './own-api-rotate.ts'

/** What the paths of hosts need. */
export interface HostParts {
  readonly dialects: readonly Dialect[]
  readonly desk: HostDesk
  /** Every account is known, also one that nobody described. */
  readonly isStandIn: boolean
}

const byId = z.object({ id: z.string() })
const MOST_CHECKS_AT_A_TIME = 32

/** Hosts of one's own: taken in, listed, checked, bound and let go. */
export function registerHosts(api: FastifyInstance, parts: HostParts & { readonly core: Core }): void {
  const limits = { bodyLimit: LARGEST_BODY }
  const isAccountWide = (id: string) =>
    parts.dialects.find((dialect) => dialect.id === id)?.seeding.keyPairRules.isAccountWide === true
  api.get('/hosts', () => listHosts(parts))
  api.post('/hosts', limits, async (request, reply) => {
    const wanted = readBody(request, enrolRequest)
    const enrolled = await enrolHost(parts, request, wanted)
    return reply.code('id' in enrolled ? 201 : 200).send(enrolled)
  })
  api.delete('/hosts/:id', limits, async (request, reply) => {
    const { id } = byId.parse(request.params)
    return reply.send(await removeHost(parts, request, { id, ...readBody(request, removeRequest) }))
  })
  api.post('/hosts/check', { bodyLimit: LARGEST_LIST }, (request, reply) =>
    sendEach(
      request,
      reply,
      checkHosts(parts, request, { ...readBody(request, checkRequest), signal: untilGone(reply) }),
    ),
  )
  api.get('/hosts/key', async () => ({ publicKey: await parts.desk.managementKey() }))
  api.post('/hosts/key/rotate', { bodyLimit: LARGEST_LIST }, (request, reply) => {
    const asked = readBody(request, rotateRequest)
    return sendEach(request, reply, rotateKey(parts, { ...asked, signal: untilGone(reply) }))
  })
  const changing = { ...parts, isAccountWide }
  api.post('/bindings', { bodyLimit: LARGEST_LIST }, (request, reply) => {
    const wanted = { verb: 'bind', ...readBody(request, bindRequest) } as const
    return sendEach(request, reply, changeAtHosts(changing, request, wanted))
  })
  api.delete('/bindings', { bodyLimit: LARGEST_LIST }, (request, reply) => {
    const wanted = { verb: 'unbind', ...readBody(request, unbindRequest) } as const
    return sendEach(request, reply, changeAtHosts(changing, request, wanted))
  })
}

/** Ten thousand ids. */
const LARGEST_LIST = 512 * 1024

async function listHosts({ core, desk }: HostParts & { readonly core: Core }): Promise<object> {
  const hosts = (await listEnrolled(core, desk)).map(({ instance, way, drift }) => {
    const { account, dialect, region, id, name, loginUser, state, keyPairIds } = instance
    const isPending = instance.appliedVersion !== instance.desiredVersion
    const told = { id, name, account, dialect, region, loginUser, state, keyPairIds, isPending, drift }
    return {
      ...told,
      way: way.map(({ address, port, user, login }) => ({ address, port, user, login: login.kind })),
    }
  })
  return { hosts }
}

async function* checkHosts(
  { core, desk }: HostParts & { readonly core: Core },
  request: FastifyRequest,
  { ids, mode: asked, signal }: z.output<typeof checkRequest> & { readonly signal: AbortSignal },
): AsyncGenerator<CheckedHost, void, undefined> {
  const hosts = ids ? await findEnrolled(core, desk, ids) : await listEnrolled(core, desk)
  yield* eachBounded(hosts, MOST_CHECKS_AT_A_TIME, async ({ instance, way, drift }) => {
    const { account, dialect, region } = instance
    const call = ownCall(core, request, { account, dialect, region, action: 'CheckHost' })
    const check = await checkAccess(core, instance, signal)
    return settled(core, call, { check, mode: asked ?? drift, address: way.at(-1)?.address ?? '' })
  })
}

/** Nobody looks at hosts for a caller who has gone. */
function untilGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  raw.once('close', () => gone.abort())
  return gone.signal
}
