import type { OperationOutput, governance as operations } from '@stockade/contracts';
import { ApiFixture, openApi } from '@stockade/testing';
import { DecideApproval } from '../approvals/decide-approval.js';
import { GetApproval } from '../approvals/get-approval.js';
import { PresentApproval } from '../approvals/present-approval.js';
import { RequestApproval } from '../approvals/request-approval.js';

const roles = ['InventoryManager', 'Approver', 'Auditor'] as const;
export type Approval = OperationOutput<typeof operations.requestApproval>;

/** The handlers of governance-api; `test_InventoryManager` asks, `test_Approver` decides. */
export class GovernanceFixture extends ApiFixture<(typeof roles)[number]> {
  static async open(): Promise<GovernanceFixture> {
    return new GovernanceFixture(await openApi({ schema: 'governance', roles, entities: [] }));
  }

  /** Asks for a correction of stock by so many. */
  ask(
    delta = 150_000,
    change: Readonly<Record<string, unknown>> = {},
    intention: string | null = null,
  ): Promise<Approval> {
    const correction = { sku: 'item-1', location: 'ACCRA', delta, reason: 'cycle_count', ...change };
    const input = { params: {}, body: correction, version: null };
    return this.asking('inventory.record_adjustment', input, intention);
  }

  asking(operation: string, input: Approval['input'], intention: string | null = null): Promise<Approval> {
    return this.as('InventoryManager', new RequestApproval(this.test.policy), {
      body: { operation, input, intention },
    });
  }

  decide({ id, version }: Approval, decision: 'approved' | 'rejected' = 'approved'): Promise<Approval> {
    const body = { decision, note: 'Counted twice.' };
    return this.as('Approver', new DecideApproval(), { params: { id }, body, version });
  }

  present({ id, digest }: Pick<Approval, 'id' | 'digest'>, presentation: number): Promise<Approval> {
    const body = { digest, presentation };
    return this.as('InventoryManager', new PresentApproval(), { params: { id }, body });
  }

  read(id: string): Promise<Approval> {
    return this.as('Auditor', new GetApproval(), { params: { id } });
  }

  /** Lets the time of every request be over. */
  async passTime(): Promise<void> {
    await this.test.ownerQuery(`UPDATE governance.approvals
      SET requested_at = requested_at - interval '6 minutes', expires_at = expires_at - interval '6 minutes'`);
  }
}
