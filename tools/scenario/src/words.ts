import { catalog, type ScenarioKind, type ScenarioRun, scenarioName } from '@stockade/world';

const NAME_WIDTH = 18;

/** Each scenario with its sentence, and what can be said about it. */
export function catalogLines(): string[] {
  return scenarioName.options.flatMap((name) => [
    `${name.padEnd(NAME_WIDTH)}${catalog[name].summary}`,
    `${''.padEnd(NAME_WIDTH)}${settingsOf(catalog[name])}`,
  ]);
}

function settingsOf({ targets, drawn, factor, usualDays }: ScenarioKind): string {
  const about = targets.map((target) => `--${target} ${target === drawn ? '(drawn)' : '(all)'}`);
  const times = factor && `--factor ${factor.usual}: ${factor.means}`;
  return [`--days ${usualDays}`, ...about, ...(times ? [times] : [])].join(', ');
}

/** A run in words: what, about whom, from when to when. */
export function runLine({
  name,
  location,
  supplier,
  sku,
  factor,
  seed,
  startsOn,
  endsOn,
}: ScenarioRun): string {
  const about = [supplier && `of ${supplier}`, sku && `of ${sku}`, location && `at ${location}`];
  const details = [factor !== undefined && `factor ${factor}`, `seed ${seed}`].filter(Boolean).join(', ');
  return [name, ...about.filter(Boolean), `from ${startsOn}, over on ${endsOn} (${details})`].join(' ');
}
