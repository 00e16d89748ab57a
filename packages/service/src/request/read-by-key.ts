import type { OperationInput, OperationOutput, OperationSpec, Problem } from '@stockade/contracts';
import type { Lookup, UnitOfWork } from '@stockade/database';

/**
 * A GET of one row by its key. Those that are asked for at the same moment, by callers of one role, share one
 * statement, in which each leaves its record.
 */
export abstract class ReadByKey<O extends OperationSpec> {
  abstract readonly lookup: Lookup;
  abstract keyOf(input: OperationInput<O>): readonly unknown[];
  /** The problem `not_found`, told of what was asked for. */
  abstract missing(input: OperationInput<O>): Problem;

  /** What is answered of a row: all that the look-up selects. */
  present(row: object): OperationOutput<O> {
    return row as OperationOutput<O>;
  }

  /** The read of one caller alone. */
  async handle(input: OperationInput<O>, unit: UnitOfWork): Promise<OperationOutput<O>> {
    const [row] = await unit.query<object>(this.lookup.statement, this.keyOf(input));
    if (!row) throw this.missing(input);
    return this.present(row);
  }
}
