import type { Command } from 'commander'

import type { DoctorFlags } from './doctor/examine.ts'
import type { Finding } from './doctor/finding.ts'
import { doctorTexts as texts } from './doctor/texts.ts'
import { orExit } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { printable, printJson, printLine, rowsAsText } from './kit/output.ts'
import { texts as common } from './kit/texts.ts'

/** Adds `doctor`: looks at this machine, and at the server only to compare clocks. */
export function addDoctorCommand(program: Command, context: CommandContext): void {
  const { say } = context
  program
    .command('doctor')
    .description(say(texts.doctor))
    .option('--listen <address>', say(texts.listen))
    .option('--ssh-listen <address>', say(texts.sshListen))
    .option('--data <directory>', say(texts.data))
    .option('--database-url <url>', say(texts.databaseUrl))
    .option('--url <url>', say(texts.url))
    .option('--json', say(common.json))
    .action(async (flags: DoctorFlags & { json?: true }) => {
      const { examine } = await import('./doctor/examine.ts')
      const findings = await examine(context, flags)
      const problems = findings.filter(({ verdict }) => verdict === 'problem')
      if (flags.json) printJson(context, documentOf(findings))
      else printFindings(context, findings, problems.length)
      orExit(problems.length === 0)
    })
}

/** Programs get one language. */
function documentOf(findings: readonly Finding[]) {
  return {
    isWell: findings.every(({ verdict }) => verdict !== 'problem'),
    findings: findings.map(({ check, verdict, what, remedy }) => ({
      check,
      verdict,
      what: what.en,
      ...(remedy && { remedy: remedy.en }),
    })),
  }
}

const STYLES = { ok: 'green', problem: 'red', skipped: 'dim' } as const

function printFindings(context: CommandContext, findings: readonly Finding[], problems: number): void {
  const { say, paint } = context
  const rows = findings.flatMap(({ check, verdict, what, remedy }) => [
    [check, paint(STYLES[verdict], say(texts.verdicts[verdict])), printable(say(what))],
    ...(remedy ? [['', '', `→ ${printable(say(remedy))}`]] : []),
  ])
  context.out.write(rowsAsText(rows))
  printLine(context, say(problems === 0 ? texts.allWell : texts.problems(problems)))
}
