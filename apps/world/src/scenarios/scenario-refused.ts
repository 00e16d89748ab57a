/** A scenario cannot be had as it was asked for; the sentence says why and what to do. */
export class ScenarioRefused extends Error {
  override readonly name = 'ScenarioRefused';

  /** @param unknown whether something was named that does not exist */
  constructor(
    message: string,
    readonly unknown = false,
  ) {
    super(message);
  }
}
