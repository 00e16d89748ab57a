/** Whether a live value lacks or contradicts something that is wanted; what is live beyond that is left alone. */
export function differs(live: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      !Array.isArray(live) ||
      live.length !== wanted.length ||
      wanted.some((item) => !live.some((other) => !differs(other, item)))
    );
  }
  if (typeof wanted === 'object' && wanted !== null) {
    if (typeof live !== 'object' || live === null) return true;
    return Object.entries(wanted).some(([key, value]) => differs(Reflect.get(live, key), value));
  }
  return live !== wanted;
}

/** Names to add to and to remove from what is live. */
export function changes(
  live: Iterable<string>,
  wanted: Iterable<string>,
): { add: string[]; remove: string[] } {
  const [before, after] = [new Set(live), new Set(wanted)];
  return {
    add: [...after].filter((name) => !before.has(name)),
    remove: [...before].filter((name) => !after.has(name)),
  };
}
