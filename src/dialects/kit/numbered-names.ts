/** How a cloud counts the names of a batch. */
export interface Counting {
  /** `[begin,bits]` within a name; both may be left out. */
  readonly group: RegExp
  /** How many digits each number has; `bits` is undefined where none are given. */
  digits(wanted: {
    readonly begin: string
    readonly bits: number | undefined
    readonly count: number
  }): number
}

/** Which of several instances a name is of. */
export interface Place {
  /** From 0. */
  readonly index: number
  /** How many there are. */
  readonly count: number
  /** A name that does not count by itself gets its number behind it. */
  readonly hasSuffix: boolean
}

/**
 * The name of one of several instances: `name[begin,bits]suffix` counts from `begin` with `bits` digits; otherwise
 * `hasSuffix` appends `001`, `002` and so on. Source: spec/alibaba.md §2.8, spec/volcengine.md §2.8.
 */
export function numberedName(name: string, { index, count, hasSuffix }: Place, counting: Counting): string {
  const found = counting.group.exec(name)
  if (!found) return hasSuffix ? `${name}${numbered(index + 1, 3)}` : name
  const [group, begin = '', bits = ''] = found
  const digits = counting.digits({ begin, bits: bits === '' ? undefined : Number(bits), count })
  const after = name.slice(found.index + group.length)
  return `${name.slice(0, found.index)}${numbered(Number(begin) + index, digits)}${after}`
}

function numbered(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}
