import type { Command } from 'commander'

import type { CommandContext } from './kit/context.ts'

/** Commands that are loaded together, and only when one of them is called or described. */
export interface CommandGroup {
  readonly names: readonly string[]
  load(): Promise<(program: Command, context: CommandContext) => void>
}

/** Every command, in the order `keyplane --help` shows them. */
export const GROUPS: readonly CommandGroup[] = [
  { names: ['serve'], load: async () => (await import('./serve.ts')).addServeCommand },
  { names: ['demo'], load: async () => (await import('./demo.ts')).addDemoCommand },
  { names: ['account'], load: async () => (await import('./account.ts')).addAccountCommands },
  { names: ['user'], load: async () => (await import('./user.ts')).addUserCommands },
  { names: ['key'], load: async () => (await import('./key.ts')).addKeyCommands },
  { names: ['policy'], load: async () => (await import('./policy.ts')).addPolicyCommands },
  { names: ['mfa'], load: async () => (await import('./mfa.ts')).addMfaCommands },
  { names: ['token'], load: async () => (await import('./token.ts')).addTokenCommands },
  { names: ['host'], load: async () => (await import('./host.ts')).addHostCommands },
  { names: ['bind', 'unbind'], load: async () => (await import('./bind.ts')).addBindCommands },
  { names: ['instance'], load: async () => (await import('./instance.ts')).addInstanceCommands },
  { names: ['keypair'], load: async () => (await import('./keypair.ts')).addKeypairCommands },
  { names: ['operation'], load: async () => (await import('./operation.ts')).addOperationCommands },
  { names: ['access'], load: async () => (await import('./access.ts')).addAccessCommand },
  { names: ['calls'], load: async () => (await import('./calls.ts')).addCallsCommands },
  { names: ['audit'], load: async () => (await import('./audit.ts')).addAuditCommands },
  { names: ['ssh', 'ssh-config'], load: async () => (await import('./ssh.ts')).addSshCommands },
  { names: ['status'], load: async () => (await import('./status.ts')).addStatusCommand },
  { names: ['completion'], load: async () => (await import('./completion.ts')).addCompletionCommand },
  { names: ['doctor'], load: async () => (await import('./doctor.ts')).addDoctorCommand },
  { names: ['world'], load: async () => (await import('./world.ts')).addWorldCommands },
  { names: ['env'], load: async () => (await import('./env.ts')).addEnvCommand },
  { names: ['ca'], load: async () => (await import('./ca.ts')).addCaCommand },
  { names: ['backup'], load: async () => (await import('./backup.ts')).addBackupCommand },
  { names: ['restore'], load: async () => (await import('./restore.ts')).addRestoreCommand },
]

/** The group of a command, or all of them where no single one is meant. */
export function groupsFor(name: string | undefined): readonly CommandGroup[] {
  const meant = GROUPS.filter(({ names }) => name !== undefined && names.includes(name))
  return meant.length > 0 ? meant : GROUPS
}
