import { type Entry, entryTable } from './audit-list.ts'
import { auditTexts as texts } from './audit-texts.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import type { CommandContext } from './kit/context.ts'
import { localTime } from './kit/local-time.ts'
import { printable, printJson, printLine, printTable, type Table } from './kit/output.ts'

const { columns } = texts

type Machine = NonNullable<Entry['machine']>
type MachineEntry = Entry & { readonly machine: Machine }

const machineTable: Table<MachineEntry> = {
  columns: [
    { title: columns.time, cell: ({ at }) => localTime(at) },
    { title: columns.machine, cell: ({ machine }) => `${machine.instance} ${machine.address}` },
    { title: columns.login, cell: ({ machine }) => machine.loginUser },
    {
      title: columns.step,
      cell: ({ machine }, { say }) => `${machine.step}${machine.isUndoing ? say(texts.undoing) : ''}`,
    },
    { title: columns.outcome, cell: ({ outcome }) => outcome },
  ],
  empty: texts.nothingOnMachines,
}

/** From a request to the keys that changed on which machine. */
export async function showRequest(
  context: CommandContext,
  client: OwnApiClient,
  { requestId, json }: { readonly requestId: string; readonly json?: true },
): Promise<void> {
  const trace = await client.audit.trace({ requestId })
  if (json) return printJson(context, trace)
  printTable(context, entryTable, trace.calls)
  printLine(context, '')
  const machines = trace.machines.flatMap(({ machine, ...row }) => (machine ? [{ ...row, machine }] : []))
  if (machines.length === 0) return printTable(context, machineTable, [])
  for (const entry of machines) {
    printTable(context, machineTable, [entry])
    for (const line of linesOf(entry.machine, context)) printLine(context, `  ${printable(line)}`)
  }
}

function linesOf(machine: Machine, { say }: CommandContext): readonly string[] {
  const { cameKeys, wentKeys, keys, password, isPasswordNew, message } = machine
  const stayed = keys.filter((key) => !cameKeys.includes(key))
  return [
    ...cameKeys.map((key) => `+ ${key} ${say(texts.came)}`),
    ...wentKeys.map((key) => `- ${key} ${say(texts.went)}`),
    ...stayed.map((key) => `= ${key} ${say(texts.stayed)}`),
    ...(password ? [say(texts.password[password])] : []),
    ...(isPasswordNew ? [say(texts.newPassword)] : []),
    ...(message === undefined ? [] : [message]),
  ]
}
