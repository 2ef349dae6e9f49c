/**
 * Reads `count` length-prefixed fields (RFC 4251 §5 `string`; an `mpint` has the same frame).
 * `end` tells how the data ended: all of it used, in the middle of a field, or with bytes left over.
 * The fields are views on `data`, not copies.
 */
export function readFields(
  data: Buffer,
  count: number,
): { fields: Buffer[]; end: 'exact' | 'short' | 'left-over' } {
  const fields: Buffer[] = []
  let offset = 0
  while (fields.length < count) {
    if (data.length - offset < 4) return { fields, end: 'short' }
    const length = data.readUInt32BE(offset)
    offset += 4
    if (data.length - offset < length) return { fields, end: 'short' }
    fields.push(data.subarray(offset, offset + length))
    offset += length
  }
  return { fields, end: offset === data.length ? 'exact' : 'left-over' }
}

/** RFC 4251 §5 `uint32`. */
export function encodeUint32(value: number): Buffer {
  const out = Buffer.alloc(4)
  out.writeUInt32BE(value)
  return out
}

/** RFC 4251 §5 `string`; text is written as UTF-8. */
export function encodeString(value: Buffer | string): Buffer {
  const body = typeof value === 'string' ? Buffer.from(value) : value
  return Buffer.concat([encodeUint32(body.length), body])
}

/** RFC 4251 §5 `mpint` of a non-negative number given as big-endian bytes. */
export function encodeMpint(magnitude: Buffer): Buffer {
  const first = magnitude.findIndex((byte) => byte !== 0)
  if (first === -1) return encodeString(Buffer.alloc(0))
  const significant = magnitude.subarray(first)
  // The top bit is the sign, so a number that has it set gets a zero byte in front.
  const isTopBitSet = significant.readUInt8(0) >= 0x80
  return encodeString(isTopBitSet ? Buffer.concat([Buffer.alloc(1), significant]) : significant)
}

/** True for the body of an `mpint` above zero in its one shortest form (RFC 4251 §5). */
export function isPositiveMpint(body: Buffer): boolean {
  const [first, second = 0] = body
  if (first === undefined || first >= 0x80) return false
  return first !== 0 || second >= 0x80
}

/** The value of an `mpint` body that {@link isPositiveMpint} accepted. */
export function mpintValue(body: Buffer): bigint {
  return BigInt(`0x${body.toString('hex')}`)
}

/** Significant bits of an `mpint` body that {@link isPositiveMpint} accepted. */
export function mpintBits(body: Buffer): number {
  const leading = body.findIndex((byte) => byte !== 0)
  const [top = 0] = body.subarray(leading)
  return (body.length - leading - 1) * 8 + (32 - Math.clz32(top))
}
