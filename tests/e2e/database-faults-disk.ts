/** A small disk under a PostgreSQL server, to fill it. */
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

import type { PostgresServer } from '../postgres-server.ts'

/** Why no disk can be made here; undefined: it can. */
export const noSmallDisk: string | undefined = process.getuid?.() === 0 ? undefined : 'mounting needs root'

export interface SmallDisk extends AsyncDisposable {
  /** Leaves no byte free. */
  fill(): void
  free(): void
}

const SIZE = '160m'
const PIECE_BYTES = 1 << 20
const SMALLEST_PIECE_BYTES = 1 << 12

/** Moves the data of a server to a disk of its own in memory, and starts it again. */
export async function moveToSmallDisk(server: PostgresServer): Promise<SmallDisk> {
  const [data, disk] = [join(server.folder, 'data'), join(server.folder, 'disk')]
  await server.stop()
  const { uid, gid } = statSync(data)
  mkdirSync(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},uid=${uid},gid=${gid},mode=0700`, 'tmpfs', disk])
  const unmount = async () => {
    await server.stop()
    execFileSync('umount', [disk])
  }
  try {
    execFileSync('cp', ['-a', data, disk])
    rmSync(data, { recursive: true })
    symlinkSync(join(disk, 'data'), data)
    await server.start()
  } catch (error) {
    await unmount()
    throw error
  }
  const ballast = join(disk, 'ballast')
  return {
    fill: () => fill(ballast),
    free: () => rmSync(ballast, { force: true }),
    [Symbol.asyncDispose]: unmount,
  }
}

function fill(file: string): void {
  for (let bytes = PIECE_BYTES; bytes >= SMALLEST_PIECE_BYTES;) {
    try {
      appendFileSync(file, Buffer.alloc(bytes))
    } catch {
      // No room for a piece of this size.
      bytes /= 2
    }
  }
}
