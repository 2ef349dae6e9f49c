import type { ServerChannel } from 'ssh2'
import { ChannelInput } from './channel-input.ts'
import { MachineDown, type MachineDisk } from './machine-disk.ts'
import { BadPacket } from './sftp-packet.ts'
import { SftpServer } from './sftp-server.ts'
import { write } from './channel-output.ts'

/** Longest request. Source: OpenSSH's sftp-common.h. */
const LONGEST_PACKET = 256 * 1024

/**
 * Serves SFTP on a channel; the exit code, or undefined when the machine is down. The library's own SFTP server is left
 * out: it sends no exit code, without which OpenSSH's scp reports a failure, and buffers answers without limit.
 */
export async function runSftp(
  channel: ServerChannel,
  disk: MachineDisk,
  signal: AbortSignal,
): Promise<number | undefined> {
  const input = new ChannelInput(channel, signal)
  const server = new SftpServer(disk)
  const answerAll = async (): Promise<number> => {
    for (;;) {
      const length = (await input.exactly(4))?.readUInt32BE()
      if (length === undefined) return 0
      const request = length > LONGEST_PACKET ? undefined : await input.exactly(length)
      if (request === undefined) return 255
      await write(channel, await server.answer(request), signal)
    }
  }
  try {
    const exitCode = await answerAll()
    await server.flush()
    return exitCode
  } catch (error) {
    if (error instanceof MachineDown) return undefined
    if (error instanceof BadPacket) return 255
    throw error
  }
}
