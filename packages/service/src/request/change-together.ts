import type { OperationInput, OperationOutput, OperationSpec } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';

/** What creates a resource that has no version. */
export type Creation = OperationSpec & {
  readonly method: 'POST';
  readonly status: 201;
  readonly etag: false;
};

/** A change that one statement makes for many. */
export interface TogetherText {
  /** What each request brings, by its column of `asked`, with its type. */
  readonly columns: Readonly<Record<string, string>>;
  /**
   * Common table expressions that change what `asked` asks for. The last is `done`: the rows of `asked` whose
   * change was made, with all columns of `asked`, the `id` of what was created and the JSON that is the `output`.
   * Nothing is changed for the rows that it leaves out: those are done alone.
   */
  readonly steps: string;
}

/**
 * A POST that is done for many callers of one role in one statement, with the kept answer and the record of
 * each. Whatever is not as usual, a refusal above all, is left to `handle`, for the one request alone.
 */
export abstract class ChangeTogether<O extends Creation> {
  abstract readonly together: TogetherText;
  /** The values of the columns; undefined where the change has to be made alone. */
  abstract valuesOf(input: OperationInput<O>, traceparent: string): readonly unknown[] | undefined;
  /** Names the row that the change locks: a statement changes it once, and locks rows in the order of their names. */
  abstract lockOf(input: OperationInput<O>): string;
  abstract handle(input: OperationInput<O>, unit: UnitOfWork): Promise<OperationOutput<O>>;
}
