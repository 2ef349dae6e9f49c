/**
 * The name of one of several instances: `name[begin,bits]suffix` counts from `begin` with `bits` digits; otherwise
 * `hasSuffix` appends `001`, `002` and so on. Source: spec/alibaba.md §2.8, spec/volcengine.md §2.8.
 */
export function numberedName(
  name: string,
  { index, hasSuffix }: { index: number; hasSuffix: boolean },
): string {
  const [, before, begin, bits, after] = /^(.*)\[(\d{0,6}),([1-6]?)\](.*)$/.exec(name) ?? []
  if (before !== undefined && after !== undefined) {
    return `${before}${numbered(Number(begin) + index, Number(bits) || 6)}${after}`
  }
  return hasSuffix ? `${name}${numbered(index + 1, 3)}` : name
}

function numbered(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}
