import { Inject } from '@nestjs/common';
import type { AccessPolicy } from '@stockade/access';
import { inventory, type OperationInput, type OperationOutput, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { type Handler, Operation, POLICY } from '@stockade/service';
import { tellAvailabilityChanged } from '../levels/tell-level-changed.js';
import { type Hold, holdColumns } from './hold.js';

type Contract = typeof inventory.releaseHold;

const lock = statement('lock_hold', `SELECT ${holdColumns} FROM inventory.holds WHERE id = $1 FOR UPDATE`);

const release = statement(
  'release_hold',
  `WITH released AS (
     UPDATE inventory.holds SET status = 'released', released_by = $2, released_at = clock_timestamp() WHERE id = $1
     RETURNING ${holdColumns}
   ), level AS (
     UPDATE inventory.levels held SET hold = hold - released.quantity, version = version + 1
     FROM released WHERE held.sku = released.sku AND held.location = released.location
   )
   SELECT * FROM released`,
);

@Operation(inventory.releaseHold)
export class ReleaseHold implements Handler<Contract> {
  constructor(@Inject(POLICY) private readonly policy: AccessPolicy) {}

  async handle(
    { params: { id } }: OperationInput<Contract>,
    unit: UnitOfWork,
  ): Promise<OperationOutput<Contract>> {
    const { agent } = unit.principal;
    const [held] = await unit.query<Hold>(lock, [id]);
    if (!held) throw noHold(id);
    this.#requireMayRelease(held, agent);
    const [released] = await unit.query<Hold>(release, [id, agent]);
    if (!released) throw noHold(id);
    await tellAvailabilityChanged(unit, released);
    return released;
  }

  /** What a person has stopped, no agent lets go; nor what another agent has. */
  #requireMayRelease({ status, placedBy, releasedBy }: Hold, agent: string): void {
    if (status !== 'active') {
      throw new Problem('conflict', { detail: `${releasedBy} has released the hold already.` });
    }
    const isPerson = this.policy.identities.get(agent)?.kind === 'person';
    if (isPerson || agent === placedBy) return;
    throw new Problem('condition_failed', {
      detail: `${placedBy} has placed the hold: only ${placedBy} or a person may release it.`,
    });
  }
}

const noHold = (id: string) => new Problem('not_found', { detail: `There is no hold ${id}.` });
