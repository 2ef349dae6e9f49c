import { readFileSync } from 'node:fs'
import module from 'node:module'
import { dirname } from 'node:path'

let version: string | undefined

/** The folder of the package that this code is a part of, as sources or as what is built of them. */
export function ownFolder(): string {
  return dirname(manifestFile())
}

/** The version in this package's `package.json`. */
export function ownVersion(): string {
  version ??= readVersion()
  return version
}

function readVersion(): string {
  const read: unknown = JSON.parse(readFileSync(manifestFile(), 'utf8'))
  const isNamed = typeof read === 'object' && read !== null && 'version' in read
  return isNamed ? String(read.version) : ''
}

function manifestFile(): string {
  const file = module.findPackageJSON(import.meta.url)
  if (file === undefined) throw new Error('there is no package.json above this file')
  return file
}
