/** Names of tests are no markup. */
export function plain(text: string): string {
  return text.replaceAll(/[\\`*_[\]<{]/g, String.raw`\$&`)
}

/** A text inside of a table. */
export function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')
}
