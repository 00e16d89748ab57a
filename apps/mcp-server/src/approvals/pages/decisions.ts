import { createClient } from '@stockade/clients';
import { governance, type OperationOutput } from '@stockade/contracts';
import { z } from 'zod';

type Approval = OperationOutput<typeof governance.getApproval>;

/** What the form says; a note of nothing is none. */
export const decisionForm = z.object({
  csrf: z.string(),
  version: z.coerce.number().int().min(1),
  decision: z.enum(['approved', 'rejected']),
  note: z
    .string()
    .max(500)
    .transform((note) => note.trim() || null),
});
export type DecisionForm = z.output<typeof decisionForm>;

/** Reads and decides as the person whose token it is given: governance-api says what that person may. */
export class Decisions {
  constructor(private readonly baseUrl: string) {}

  read(id: string, token: string): Promise<Approval> {
    return this.#client(token).getApproval({ params: { id } });
  }

  decide(id: string, token: string, { decision, note, version }: DecisionForm): Promise<Approval> {
    return this.#client(token).decideApproval({ params: { id }, body: { decision, note }, version });
  }

  #client(token: string) {
    return createClient(governance, { baseUrl: this.baseUrl, token: async () => token });
  }
}
