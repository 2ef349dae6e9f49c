import { isUtf8 } from 'node:buffer'
import { MAX_VALUES, type Pair } from '../nest-pairs.ts'
import type { ParamProblem } from './param-problem.ts'

const CRLF = '\r\n'

/** RFC 2046 §5.1.1: at most 70 characters; a blank cannot be inside without quotes. */
const BOUNDARY = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i

/** Far above a Content-Disposition and a Content-Type line; bounds the search in a hostile part. */
const MAX_PART_HEADER_BYTES = 1024

/**
 * Reads a `multipart/form-data` body: one part per flattened parameter, text in UTF-8. Strict: no preamble, no
 * epilogue, CR LF only. A part's own content type and file name are ignored, as the SDKs send text as
 * `application/octet-stream` when they are given bytes.
 *
 * Source: spec/tencent.md §1.2 form C.
 */
export function readMultipart(contentType: string, body: Buffer): readonly Pair[] | ParamProblem {
  const match = BOUNDARY.exec(contentType)
  const boundary = match?.[1] ?? match?.[2]
  if (boundary === undefined) return malformed('no boundary in Content-Type')
  const delimiter = Buffer.from(`${CRLF}--${boundary}`)
  if (!body.subarray(0, delimiter.length - 2).equals(delimiter.subarray(2)))
    return malformed('no opening boundary')
  const pairs: Pair[] = []
  let position = delimiter.length - 2
  while (textAt(body, position, 2) === CRLF) {
    const end = body.indexOf(delimiter, position)
    if (end === -1) return malformed('unfinished part')
    const part = readPart(body.subarray(position + 2, end))
    if ('problem' in part) return part
    if (pairs.push(part) > MAX_VALUES) return { problem: 'tooMany', limit: MAX_VALUES }
    position = end + delimiter.length
  }
  const closing = textAt(body, position, 5)
  return closing === '--' || closing === `--${CRLF}` ? pairs : malformed('no closing boundary')
}

function readPart(part: Buffer): Pair | ParamProblem {
  const headerEnd = part.subarray(0, MAX_PART_HEADER_BYTES).indexOf(`${CRLF}${CRLF}`)
  if (headerEnd === -1) return malformed('part without headers')
  const name = partName(part.toString('utf8', 0, headerEnd))
  if (name === undefined) return malformed('part without a name')
  const content = part.subarray(headerEnd + 4)
  return isUtf8(content) ? [name, content.toString()] : malformed(`part ${name} is not UTF-8 text`)
}

function partName(headers: string): string | undefined {
  for (const line of headers.split(CRLF)) {
    const [disposition, ...attributes] = line.split(';').map((piece) => piece.trim())
    if (disposition?.toLowerCase().replaceAll(/\s/g, '') !== 'content-disposition:form-data') continue
    const name = attributes.find((attribute) => /^name="[^"]+"$/i.test(attribute))
    return name?.slice('name="'.length, -1)
  }
  return undefined
}

function textAt(body: Buffer, start: number, length: number): string {
  return body.toString('latin1', start, start + length)
}

function malformed(reason: string): ParamProblem {
  return { problem: 'malformedMultipart', reason }
}
