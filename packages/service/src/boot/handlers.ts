import type { OperationSpec } from '@stockade/contracts';
import { type HandlerClass, operationOf } from '../operation.js';

/** Every operation of the contract has one handler, and every handler an operation of it; throws otherwise. */
export function requireOneHandlerEach(
  contracts: readonly OperationSpec[],
  handlers: readonly HandlerClass[],
): void {
  const handled = handlers.map((handler) => {
    const operation = operationOf(handler);
    if (!operation) throw new Error(`${handler.name} has no @Operation: it declares no route and no scope`);
    if (!contracts.includes(operation)) {
      throw new Error(
        `${handler.name} handles ${operation.id}, which is not in the contract of this service`,
      );
    }
    return operation;
  });
  for (const contract of contracts) {
    const count = handled.filter((operation) => operation === contract).length;
    if (count !== 1) throw new Error(`${contract.id} has ${count} handlers; an operation has exactly one`);
  }
}
