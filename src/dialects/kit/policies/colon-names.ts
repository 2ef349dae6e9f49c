/** Splits at the first colons only: the last field may have some of its own. Fewer fields when there are fewer. */
export function splitAtColons(text: string, colons: number): readonly string[] {
  const fields: string[] = []
  let from = 0
  while (fields.length < colons) {
    const colon = text.indexOf(':', from)
    if (colon === -1) break
    fields.push(text.slice(from, colon))
    from = colon + 1
  }
  return [...fields, text.slice(from)]
}
