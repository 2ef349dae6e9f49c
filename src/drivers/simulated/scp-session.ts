import type { ServerChannel } from 'ssh2'
import { MachineDown, type MachineDisk } from './machine-disk.ts'
import { ScpChannel, ScpOver } from './scp-channel.ts'
import type { ScpOptions } from './scp-command.ts'
import { ScpSink } from './scp-sink.ts'
import { ScpSource } from './scp-source.ts'

/** Plays the machine's end of a copy; the exit code, or undefined when the machine is down. */
export async function runScp(
  channel: ServerChannel,
  options: ScpOptions,
  { disk, signal }: { disk: MachineDisk; signal: AbortSignal },
): Promise<number | undefined> {
  const conversation = new ScpChannel(channel, signal)
  const End = options.role === 'sink' ? ScpSink : ScpSource
  try {
    await new End(disk, conversation, options).run()
    return conversation.hasFailed ? 1 : 0
  } catch (error) {
    if (error instanceof MachineDown) return undefined
    if (error instanceof ScpOver) return 1
    throw error
  }
}
