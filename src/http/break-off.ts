import type { FastifyReply } from 'fastify'

import type { AnswerFault } from '../dialects/kit/call-faults.ts'
import type { WireAnswer } from '../dialects/kit/wire-request.ts'

/** Loses an answer on its way: all of it, or all after the first half of its body. The connection ends. */
export function breakOff(reply: FastifyReply, fault: AnswerFault, answer: WireAnswer): FastifyReply {
  reply.hijack()
  const { raw } = reply
  const { socket } = reply.request.raw
  if (fault === 'cut') {
    socket.destroy()
    return reply
  }
  const body = Buffer.from(answer.body)
  raw.writeHead(answer.status, { ...answer.headers, 'content-length': body.length })
  raw.write(body.subarray(0, Math.floor(body.length / 2)), () => socket.destroy())
  return reply
}
