import { Readable } from 'node:stream'

import type { FastifyReply, FastifyRequest } from 'fastify'

const LINES = 'application/x-ndjson'

/** Sends each result as a line as soon as it is there, to who asks for lines; else all of them in one answer. */
export async function sendEach(
  request: FastifyRequest,
  reply: FastifyReply,
  results: AsyncIterable<object>,
): Promise<FastifyReply> {
  const wantsLines = request.headers.accept?.includes(LINES) === true
  if (!wantsLines) {
    const all = []
    for await (const result of results) all.push(result)
    return reply.send({ results: all })
  }
  const iterator = results[Symbol.asyncIterator]()
  // The first one is waited for, so that a refusal of the whole call still has its status.
  const first = await iterator.next()
  return reply.header('content-type', LINES).send(Readable.from(lines(first, iterator)))
}

async function* lines(
  first: IteratorResult<object, unknown>,
  iterator: AsyncIterator<object, unknown>,
): AsyncGenerator<string> {
  for (let each = first; !each.done; each = await iterator.next()) yield `${JSON.stringify(each.value)}\n`
}
