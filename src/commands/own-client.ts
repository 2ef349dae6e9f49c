import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { z } from 'zod'

import { DEFAULT_ENDPOINT } from '../client-settings.ts'
import { ConfigError } from '../config.ts'

/** A command that could not be done; the message is for a person, the exit code for a script. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: number

  constructor(message: string, exitCode: number) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Commands end with 0, with 1 when the answer is no, with 2 when they were asked wrongly. */
export const EXIT_NO = 1
export const EXIT_USAGE = 2

/** A client of the own API of a running server. */
export interface OwnClient {
  /** The answer's JSON. @throws CommandError for what the server refuses */
  call(method: string, path: string, body?: object): Promise<unknown>
  /** The answer's lines, each when it arrives. */
  lines(method: string, path: string, body?: object): AsyncGenerator<unknown, void, undefined>
}

/** Reads where the server is and the token of its own API: KEYPLANE_ADMIN_TOKEN, else the file in the data directory. */
export function ownClient(
  data: string,
  environment: Readonly<Record<string, string | undefined>>,
): OwnClient {
  const url = environment['KEYPLANE_URL'] ?? DEFAULT_ENDPOINT
  const token = environment['KEYPLANE_ADMIN_TOKEN'] ?? readToken(data)
  const send = async (method: string, path: string, sent: { body: object | undefined; accept: string }) => {
    const response = await fetchFrom(`${url}/keyplane/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: sent.accept },
      ...(sent.body && { body: JSON.stringify(sent.body) }),
    })
    if (!response.ok) throw await refusal(response)
    return response
  }
  return {
    async call(method, path, body) {
      return (await send(method, path, { body, accept: 'application/json' })).json()
    },
    async *lines(method, path, body) {
      const { body: stream } = await send(method, path, { body, accept: 'application/x-ndjson' })
      try {
        if (stream) yield* jsonLines(stream)
      } catch (error) {
        // What cannot be parsed is a bug, and no lost connection.
        if (!(error instanceof TypeError)) throw error
        throw new CommandError('the connection to the server broke; what has begun goes on there', EXIT_NO)
      }
    },
  }
}

function readToken(data: string): string {
  const file = join(data, 'admin.token')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  throw new ConfigError(`there is no ${file}; set KEYPLANE_ADMIN_TOKEN, or name the data directory by --data`)
}

async function fetchFrom(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch {
    throw new CommandError(
      `no Keyplane answers at ${new URL(url).origin}; is "keyplane serve" running?`,
      EXIT_NO,
    )
  }
}

/** 400, 401 and 404 are mistakes of who asks; the rest is how things are. */
async function refusal(response: Response): Promise<CommandError> {
  const problem = z.object({ detail: z.string() }).safeParse(await response.json().catch(() => undefined))
  const detail = problem.success ? problem.data.detail : `the server answered ${response.status}`
  const isMistake = [400, 401, 404].includes(response.status)
  return new CommandError(detail, isMistake ? EXIT_USAGE : EXIT_NO)
}

async function* jsonLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<unknown, void, undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    for (const line of parts) yield JSON.parse(line)
  }
}
