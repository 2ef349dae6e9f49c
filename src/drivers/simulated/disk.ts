import { z } from 'zod'

const mode = z.int().min(0).max(0o7777)

/** One path of a machine's disk, as it is kept. `removed` hides a path that every machine is born with. */
const entry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), text: z.string(), mode, mtimeMs: z.number() }),
  z.strictObject({ kind: z.literal('binary'), base64: z.base64(), mode, mtimeMs: z.number() }),
  z.strictObject({ kind: z.literal('directory'), mode }),
  z.strictObject({ kind: z.literal('link'), target: z.string() }),
  z.strictObject({ kind: z.literal('removed') }),
])

export type DiskEntry = z.infer<typeof entry>

/** What differs from the disk every machine is born with, by absolute path. */
export type Disk = Readonly<Record<string, DiskEntry>>

/** The validator of a kept disk. Every key begins with a slash, so none is a prototype key. */
export const disk = z.record(z.string().startsWith('/').max(4096), entry)

/** Most bytes of paths and contents that one machine keeps. */
export const DISK_BYTES = 2 * 2 ** 20

/** Permissions that new files and directories do not get, unless a session says otherwise. */
export const UMASK = 0o022

/** What every kept path costs beside its name and content, so that empty files are bounded too. */
const ENTRY_BYTES = 64

/** Bytes that count against `DISK_BYTES`. */
export function usedBytes(kept: Disk): number {
  const sizes = Object.entries(kept).map(
    ([path, found]) => ENTRY_BYTES + Buffer.byteLength(path) + contentBytes(found),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

function contentBytes(found: DiskEntry): number {
  switch (found.kind) {
    case 'file':
      return Buffer.byteLength(found.text)
    case 'binary':
      return Math.floor((found.base64.length * 3) / 4)
    case 'link':
      return Buffer.byteLength(found.target)
    case 'directory':
    case 'removed':
      return 0
  }
}

/** Anything JSON would blow up: a file of control characters must not grow sixfold when it is kept. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/

/** Keeps a file's bytes exactly: as text where they are UTF-8 text, else as base64. */
export function fileEntry(
  content: Uint8Array,
  attributes: { mode: number; mtimeMs: number },
): Extract<DiskEntry, { kind: 'file' | 'binary' }> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  const text = bytes.toString('utf8')
  return CONTROL.test(text) || !Buffer.from(text, 'utf8').equals(bytes)
    ? { kind: 'binary', base64: bytes.toString('base64'), ...attributes }
    : { kind: 'file', text, ...attributes }
}

/** The bytes of a kept file; undefined for everything that is no file. */
export function fileContent(found: DiskEntry | undefined): Buffer | undefined {
  if (found?.kind === 'file') return Buffer.from(found.text, 'utf8')
  if (found?.kind === 'binary') return Buffer.from(found.base64, 'base64')
  return undefined
}

/** Home directory of a login user, as Linux distributions place it. */
export function homeOf(user: string): string {
  return user === 'root' ? '/root' : `/home/${user}`
}

/** Where sshd looks for the keys of a user. Source: authorized_keys, sshd(8). */
export function authorizedKeysPath(user: string): string {
  return `${homeOf(user)}/.ssh/authorized_keys`
}
