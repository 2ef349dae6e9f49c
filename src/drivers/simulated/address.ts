/** First address of the simulated network, 127.64.0.0/10. */
const NETWORK = 0x7f_40_00_00
const NETWORK_SIZE = 2 ** 22

/** How many machines the simulated network has room for: the first and the last address are not given away. */
export const ADDRESS_COUNT = NETWORK_SIZE - 2

/**
 * Address of a machine in the simulated network: 127.64.0.1 for index 0. Source: design.md §7.
 * @throws RangeError for an index that is no integer from 0 to `ADDRESS_COUNT - 1`
 */
export function addressOf(index: number): string {
  if (!Number.isInteger(index) || index < 0 || index >= ADDRESS_COUNT) {
    throw new RangeError(`no address for machine ${index}: the simulated network has ${ADDRESS_COUNT}`)
  }
  const address = NETWORK + index + 1
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join('.')
}

/** Index of the machine with this address; undefined for an address outside the simulated network. */
export function indexOf(address: string): number | undefined {
  // A listener on `::` sees IPv4 connections with mapped addresses.
  const match = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/i.exec(address)
  if (match === null) return undefined
  const bytes = match.slice(1).map(Number)
  if (bytes.some((byte) => byte > 255)) return undefined
  const index = bytes.reduce((number, byte) => number * 256 + byte, 0) - NETWORK - 1
  return index >= 0 && index < ADDRESS_COUNT ? index : undefined
}
