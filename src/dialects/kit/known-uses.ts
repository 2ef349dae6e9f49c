/** Names of parameters whose values have no names inside: what becomes of such does not depend on the values. */
export function plainNames(input: unknown): readonly string[] | undefined {
  if (!isObject(input)) return undefined
  const names = Object.keys(input)
  for (const name of names) {
    const value: unknown = Reflect.get(input, name)
    if (typeof value === 'object' && value !== null && !isPlainList(value)) return undefined
  }
  return names
}

function isPlainList(value: object): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry !== 'object')
}

interface Node<Uses> {
  uses?: Uses
  readonly after: Map<string, Node<Uses>>
}

/** Different lists of names that are kept per schema. */
const MOST_KEPT = 200

/** What became of calls with the same names before: most calls of an action have one of a few lists of them. */
export class KnownUses<Uses> {
  readonly everywhere: ReadonlySet<string>
  readonly #first: Node<Uses> = { after: new Map() }
  #kept = 0

  constructor(everywhere: ReadonlySet<string>) {
    this.everywhere = everywhere
  }

  find(names: readonly string[]): Uses | undefined {
    let node: Node<Uses> | undefined = this.#first
    for (const name of names) node = node?.after.get(name)
    return node?.uses
  }

  keep(names: readonly string[], uses: Uses): void {
    if (this.#kept === MOST_KEPT) return
    this.#kept += 1
    let node = this.#first
    for (const name of names) {
      let next = node.after.get(name)
      if (!next) node.after.set(name, (next = { after: new Map() }))
      node = next
    }
    node.uses = uses
  }
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
