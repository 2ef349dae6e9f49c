/** The lines of a text, each with its line end; the last one may lack it. */
export function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

/** Of lines of an authorized_keys file, those that may let somebody in: no blank ones, no comments. */
export function keysAmong(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
}
