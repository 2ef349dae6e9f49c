import type { IncomingHttpHeaders } from 'node:http'

import { ownText } from '../../../core/own-text.ts'

/** What stands in place of a secret. */
export const REDACTED = '[secret]'

/** Names of fields whose values nobody is shown, in requests and answers of all clouds. */
const SECRET = /password|passwd|private_?key|keymaterial|secret(?!_?id)|userdata|token/i
/** Names that only look so: the caller's name of a call, and places in a list. */
const NO_SECRET = /^(?:client_?token|next_?token|.*token_?set)$/i
const SIGNATURE = /signature$/i
/** Of a signature so much is shown that two can be told apart. */
const SHOWN = 8
const LONGEST_TEXT = 16 * 1024
const MAX_DEPTH = 32
const TOO_DEEP = '(nested too deeply)'
/** What is in a text from which something was taken out. */
const CHANGED = /\[secret\]|\(nested too deeply\)|…/

/** Whether the value of a field of this name is secret; of `Filters.1.Name` the last name decides. */
function isSecretName(name: string): boolean {
  return SECRET.test(name) && !NO_SECRET.test(name)
}

/** A copy of what was sent or answered, secrets replaced wherever they stand; what is nested too deeply is left out. */
export function redactValue(value: unknown, name = '', depth = 0): unknown {
  if (value === undefined || value === null) return value
  if (typeof value === 'object') {
    // No action takes as much; a body that refuses to end must not fill the stack.
    if (depth >= MAX_DEPTH) return TOO_DEEP
    const copy = (each: unknown, key: string) => redactValue(each, key, depth + 1)
    if (Array.isArray(value)) return value.map((each) => copy(each, name))
    if (isSecretName(name)) return REDACTED
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copy(each, key)]))
  }
  if (isSecretName(name)) return REDACTED
  if (typeof value !== 'string') return value
  return SIGNATURE.test(name) ? shortened(value) : redactText(value, depth)
}

/** A structure that was sent as text keeps its secrets no more than any other; all else stays as it is. */
function redactText(text: string, depth: number): string {
  // What is longer is told by its size alone, together with what it stands in.
  const json = text.length > LONGEST_TEXT ? undefined : parseJson(text.trimStart())
  if (json === undefined) return text
  const redacted = JSON.stringify(redactValue(json, '', depth + 1))
  return CHANGED.test(redacted) ? redacted : text
}

/** A query or a form, its secrets replaced; the order stays. Of a very long one only the size. */
export function redactQuery(text: string): string {
  if (text === '') return ''
  if (text.length > LONGEST_TEXT) return `(${text.length} characters)`
  return text
    .split('&')
    .map((pair) => {
      const [name = '', ...rest] = pair.split('=')
      const last = decoded(name)
      const value = rest.join('=')
      if (isSecretName(last)) return `${name}=${REDACTED}`
      if (SIGNATURE.test(last)) return `${name}=${shortened(value)}`
      const sent = decoded(value.replaceAll('+', ' '))
      const shown = redactText(sent, 0)
      return shown === sent ? pair : `${name}=${encodeURIComponent(shown)}`
    })
    .join('&')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** As `text`, in memory of its own; of a very long one the beginning. */
export function keptText(text: string): string {
  return text.length > LONGEST_TEXT ? ownText(`${text.slice(0, LONGEST_TEXT)}…`) : ownText(text)
}

/** The headers, signatures shortened and tokens replaced; of those that are very long together only the number. */
export function redactHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const shown: [string, string][] = []
  let left = LONGEST_TEXT
  let others = 0
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    const text = redactHeader(name, String(value))
    const isTooLong = name.length + text.length > left
    if (isTooLong) others += 1
    else {
      left -= name.length + text.length
      shown.push([name, text])
    }
  }
  if (others > 0) shown.push(['…', `${others} more, which are too long to be kept`])
  return Object.fromEntries(shown)
}

function redactHeader(name: string, value: string): string {
  if (name === 'authorization') return redactAuthorization(value)
  if (name === 'cookie' || name === 'proxy-authorization' || isSecretName(name)) return REDACTED
  return SIGNATURE.test(name) ? shortened(value) : value
}

/** Who signs what stays; a scheme without a signature, such as Basic, is a secret as a whole. */
function redactAuthorization(value: string): string {
  const signed = value.replace(
    /(Signature=)([^,\s]+)/i,
    (_, name: string, text: string) => name + shortened(text),
  )
  if (signed !== value) return signed
  return `${value.split(' ', 1)[0] ?? ''} ${REDACTED}`
}

/** A body as people can read it: JSON and forms without their secrets, of all else the size. */
export function redactBody(body: Buffer): string {
  if (body.length === 0) return ''
  if (body.length > LONGEST_TEXT) return `(${body.length} bytes)`
  const text = body.toString('utf8')
  const json = parseJson(text)
  if (json !== undefined) return JSON.stringify(redactValue(json))
  const isForm = /^[\w.%+~-]+=/.test(text) && !/[\r\n]/.test(text)
  return isForm ? redactQuery(text) : `(${body.length} bytes)`
}

/** What was answered, as long as that is not too long. */
export function redactAnswer(answer: unknown): unknown {
  const redacted = redactValue(answer)
  const { length } = JSON.stringify(redacted) ?? ''
  return length > LONGEST_TEXT ? `(${length} characters)` : redacted
}

function parseJson(text: string): unknown {
  if (!text.startsWith('{') && !text.startsWith('[')) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}
