/**
 * Runs one more round than is asked for, each over everything: the first makes all warm and counts for nothing. Tells on
 * stderr how far it is, as a part takes minutes.
 */
export async function inRounds(
  { rounds, what }: { readonly rounds: number; readonly what: string },
  measure: (round: number, counts: boolean) => Promise<void>,
): Promise<void> {
  for (let round = 0; round <= rounds; round += 1) {
    process.stderr.write(`${what}: ${round === 0 ? 'warm-up' : `round ${round} of ${rounds}`}\n`)
    await measure(round, round > 0)
  }
}
