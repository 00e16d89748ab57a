/** Something was asked for that this stack does not have. */
export class UnknownName extends Error {
  override readonly name = 'UnknownName';

  readonly known: readonly string[];

  constructor(
    readonly asked: string,
    known: Iterable<string>,
  ) {
    const names = [...known];
    super(`There is no ${asked} here; there are ${names.join(', ')}.`);
    this.known = names;
  }
}
