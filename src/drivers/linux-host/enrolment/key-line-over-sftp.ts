import { systemClock } from '../../../core/clock.ts'
import { MachineError } from '../../../core/machines/driver.ts'
import { splitLines } from '../../kit/key-file-lines.ts'
import { withFiles } from '../files-only/apply-over-sftp.ts'
import type { HostFiles } from '../files-only/host-files.ts'
import { HostLock } from '../files-only/host-lock.ts'
import { findKeyFolder } from '../files-only/key-folder.ts'
import { waitBy } from '../host-context.ts'
import type { SshConnection } from '../ssh/connection.ts'
import type { KeyLineChange } from './install-key.ts'

/** Names the lock beside the key file; no host's record has such a short one. */
const LOCK_ID = 'line'
/** A lock that stays for so long is left over from a process that died. */
const STALE_LOCK_MS = 60_000
const MOST_TRIES = 10

/**
 * Changes one line of the connecting user's key file on a host that only serves files; safe to do twice.
 * @throws MachineError when it did not happen, as a whole
 */
export async function changeKeyLineOverSftp(
  connection: SshConnection,
  { verb, line }: Pick<KeyLineChange, 'verb' | 'line'>,
  signal: AbortSignal,
): Promise<void> {
  const clock = systemClock()
  const context = { clock, revertAfterMs: STALE_LOCK_MS, wait: waitBy(clock) }
  await withFiles(connection, signal, async (files) => {
    const folder = await findKeyFolder(files, { keyFile: undefined, stateId: LOCK_ID })
    if (folder === undefined)
      throw new MachineError(`${connection.name} has no folder for keys: make ~/.ssh there`)
    await HostLock.hold(context, { files, folder, signal }, async (lock) => {
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const before = await files.look(folder.keyFile)
        const text = before?.content.toString('latin1') ?? ''
        const after = verb === 'add' ? withLine(text, line) : withoutLine(text, line)
        if (after === text) return
        const content = Buffer.from(after, 'latin1')
        const isStill = async () => (await textOf(files, folder.keyFile)) === text
        if (await lock.put(folder.keyFile, { content, like: before?.stats, isStill })) return
      }
      throw new MachineError(`${connection.name}: ${folder.keyFile} is changed by others all the time`)
    })
  })
}

async function textOf(files: HostFiles, path: string): Promise<string> {
  return (await files.look(path))?.content.toString('latin1') ?? ''
}

function withLine(text: string, line: string): string {
  if (text.split('\n').includes(line)) return text
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`
}

function withoutLine(text: string, line: string): string {
  return splitLines(text)
    .filter((one) => one !== line && one !== `${line}\n`)
    .join('')
}
