import { hash } from 'node:crypto'

/** The id of somebody who has a name only: the cloud's first digits, then digits that are the same in every run. */
export function numericId(prefix: string, digits: number, name: string): string {
  const most = 10n ** BigInt(digits - prefix.length)
  const number = BigInt(`0x${hash('sha256', name, 'hex')}`) % most
  return `${prefix}${number.toString().padStart(digits - prefix.length, '0')}`
}
