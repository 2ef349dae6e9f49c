/** For options that may be given several times. */
export function append(given: string, before: readonly string[] = []): readonly string[] {
  return [...before, given]
}
