import { readFileSync } from 'node:fs'

let known: string | undefined

/** Of the package that this file is a part of. */
export function packageVersion(): string {
  known ??= readVersion(new URL('../../../package.json', import.meta.url))
  return known
}

function readVersion(file: URL): string {
  const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const isNamed = typeof read === 'object' && read !== null && 'version' in read
  return isNamed ? String(read.version) : ''
}
