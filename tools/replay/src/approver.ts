import { type Client, createClient, listAll } from '@stockade/clients';
import { orders } from '@stockade/contracts';
import type { ReplayStack } from './stack.js';

const TOKEN_USE_MS = 200_000;

/**
 * Stands in for the person who decides on orders above the limit: signs in as `approver` and approves what waits.
 * A real approver would look at the losing offers first; the replay measures the platform, not the person.
 */
export class ScriptedApprover {
  readonly name = 'approver';
  readonly #orders: Client<typeof orders>;
  #token: { readonly value: Promise<string>; readonly since: number } | undefined;
  approved = 0;

  constructor(stack: ReplayStack, baseUrl: string) {
    this.#orders = createClient(orders, {
      baseUrl,
      token: () => {
        if (this.#token === undefined || Date.now() - this.#token.since > TOKEN_USE_MS) {
          this.#token = { value: stack.token(this.name, 'orders-api'), since: Date.now() };
        }
        return this.#token.value;
      },
    });
  }

  async decide(): Promise<void> {
    for await (const { id } of listAll(this.#orders.listOrders, {
      query: { status: 'pending_approval' as const, limit: 200 },
    })) {
      await this.#orders.approveOrder({
        params: { id },
        body: { reason: 'Approved by the script of the replay.' },
      });
      this.approved += 1;
    }
  }
}
