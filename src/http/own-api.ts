import { createHash, timingSafeEqual } from 'node:crypto'

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

import { enrolMfa, findMfaStatus, removeMfa, verifyMfa } from '../core/accounts/mfa.ts'
import type { Call } from '../core/call.ts'
import type { Core } from '../core/core.ts'
import type { Log } from '../core/log.ts'
import type { Secret } from '../core/secret.ts'
import { registerHosts, type HostParts } from './own-api-hosts.ts'
import { LARGEST_BODY, ownCall, readBody } from './own-api-request.ts'
import { Problem, sendProblem } from './problem.ts'

export interface OwnApiParts {
  readonly core: Core
  readonly log: Log
  readonly adminToken: Secret
  /** Where hosts can be enrolled; absent: their paths are not there. */
  readonly hosts?: HostParts | undefined
}

const PREFIX = '/keyplane/v1'
const MFA = '/accounts/:account/users/:user/mfa'

const owner = z.object({ account: z.string(), user: z.string() })
const nothing = z.strictObject({})
const oneTimeCode = z.strictObject({ code: z.string().regex(/^[0-9]{6}$/, 'must be six digits') })

/**
 * Keyplane's own API: JSON, one bearer token, errors as RFC 9457. It only translates; what it does is in the core.
 * Nothing here can be taken for a cloud call: the whole prefix is its own.
 */
export function registerOwnApi(server: FastifyInstance, parts: OwnApiParts): void {
  const { core, log, adminToken, hosts } = parts
  void server.register(
    (api, _options, done) => {
      api.addHook('onRequest', async (request, reply) => {
        // Answers tell secrets and states of the moment.
        void reply.header('cache-control', 'no-store')
        if (!isBearer(request, adminToken)) throw new Problem(401, 'the bearer token is missing or wrong')
      })
      api.setErrorHandler((error, _request, reply) => sendProblem(reply, error, log))
      registerMfa(api, core)
      if (hosts) registerHosts(api, { ...hosts, core })
      api.all('/*', () => {
        throw new Problem(404, 'there is nothing at this path')
      })
      done()
    },
    { prefix: PREFIX },
  )
}

function registerMfa(api: FastifyInstance, core: Core): void {
  const limits = { bodyLimit: LARGEST_BODY }
  api.get(MFA, (request) => showMfa(core, request))
  api.post(MFA, limits, (request, reply) => enrol(core, request, reply))
  api.post(`${MFA}/verify`, limits, (request) => verify(core, request))
  api.delete(MFA, limits, (request, reply) => remove(core, request, reply))
}

async function showMfa(core: Core, request: FastifyRequest): Promise<object> {
  const { account, user } = owner.parse(request.params)
  const status = await findMfaStatus(core, callOf(core, request, 'GetMfa'), user)
  if (!status) throw unknownUser(account, user)
  const { state, verifiedUntilMs } = status
  return { state, ...(verifiedUntilMs === undefined ? {} : { verifiedUntil: isoTime(verifiedUntilMs) }) }
}

async function enrol(core: Core, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { account, user } = owner.parse(request.params)
  readBody(request, nothing)
  const enrolment = await enrolMfa(core, callOf(core, request, 'EnrolMfa'), user)
  if (enrolment.outcome === 'userUnknown') throw unknownUser(account, user)
  if (enrolment.outcome === 'hasDevice') {
    throw new Problem(409, 'the user has a device; remove it before another one is enrolled')
  }
  const { secret, uri } = enrolment
  return reply.code(201).send({ secret: secret.reveal(), uri: uri.reveal() })
}

async function verify(core: Core, request: FastifyRequest): Promise<object> {
  const { account, user } = owner.parse(request.params)
  const { code } = readBody(request, oneTimeCode)
  const verification = await verifyMfa(core, callOf(core, request, 'VerifyMfa'), { user, code })
  if (verification.outcome === 'userUnknown') throw unknownUser(account, user)
  if (verification.outcome === 'noDevice') throw new Problem(404, NO_DEVICE)
  if (verification.outcome === 'codeRefused') {
    throw new Problem(403, 'the code is wrong, is not of this minute, or was used before')
  }
  return { verifiedUntil: isoTime(verification.verifiedUntilMs) }
}

async function remove(core: Core, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { account, user } = owner.parse(request.params)
  readBody(request, nothing)
  const { outcome } = await removeMfa(core, callOf(core, request, 'RemoveMfa'), user)
  if (outcome === 'userUnknown') throw unknownUser(account, user)
  if (outcome === 'noDevice') throw new Problem(404, NO_DEVICE)
  return reply.code(204).send()
}

const NO_DEVICE = 'the user has no device'

function unknownUser(account: string, user: string): Problem {
  return new Problem(404, `account ${JSON.stringify(account)} has no user ${JSON.stringify(user)}`)
}

/** Of the administrator, for the account of the path. */
function callOf(core: Core, request: FastifyRequest, action: string): Call {
  return ownCall(core, request, { account: owner.parse(request.params).account, action })
}

/** Hashes are compared: how long the comparison takes tells nothing, not even the token's length. */
function isBearer({ headers }: FastifyRequest, token: Secret): boolean {
  const [, given] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? []
  return given !== undefined && timingSafeEqual(sha256(given), sha256(token.reveal()))
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}
