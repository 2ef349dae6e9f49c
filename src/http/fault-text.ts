/** What is known of the rules by which things go wrong on purpose. */
export interface FaultFigures {
  /** Rules in force, with how often they were met. */
  list(): readonly {
    readonly id: string
    readonly on: string
    readonly fault: { readonly kind: string }
    readonly matched: number
  }[]
  /** What was hit since the start. */
  injected(): Iterable<{
    readonly rule: string
    readonly on: string
    readonly fault: string
    readonly dialect: string
    readonly name: string
    readonly count: number
  }>
}

/** Fault rules in the format of Prometheus; empty where nothing ever went wrong on purpose. Labels are names of ours. */
export function faultText(figures: FaultFigures | undefined): string {
  const rules = figures?.list() ?? []
  const injected = [...(figures?.injected() ?? [])]
  if (rules.length + injected.length === 0) return ''
  const matches = rules.map(({ id, on, fault, matched }) =>
    line('keyplane_fault_rule_matches', { rule: id, on, fault: fault.kind }, matched),
  )
  const hits = injected.map(({ count, ...labels }) => line('keyplane_faults_injected_total', labels, count))
  return [
    '# HELP keyplane_fault_rule_matches Calls and steps at machines that a fault rule in force was about.',
    '# TYPE keyplane_fault_rule_matches gauge',
    ...matches,
    '# HELP keyplane_faults_injected_total What went wrong because a fault rule said so.',
    '# TYPE keyplane_faults_injected_total counter',
    ...hits,
    '',
  ].join('\n')
}

function line(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  const texts = Object.entries(labels).map(
    ([label, text]) => `${label}="${text.replaceAll(/["\\\n]/g, '_')}"`,
  )
  return `${name}{${texts.join()}} ${value}`
}
