/**
 * Runs every contestant once in each round. Each round begins with another one, so that whatever drifts on
 * the machine hits all alike.
 * @returns the results of each contestant, by round
 */
export async function alternate<C, R>(
  rounds: number,
  contestants: readonly C[],
  run: (contestant: C, round: number) => Promise<R>,
): Promise<Map<C, R[]>> {
  const results = new Map(contestants.map((contestant): [C, R[]] => [contestant, []]));
  for (let round = 0; round < rounds; round += 1) {
    const first = round % contestants.length;
    for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)]) {
      results.get(contestant)?.push(await run(contestant, round));
    }
  }
  return results;
}
