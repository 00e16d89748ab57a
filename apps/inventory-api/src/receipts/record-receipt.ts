import { Inject } from '@nestjs/common';
import type { AccessPolicy } from '@stockade/access';
import { inventory, jobs, type OperationInput, Problem } from '@stockade/contracts';
import { statement, type UnitOfWork } from '@stockade/database';
import { enqueue } from '@stockade/queues';
import { type Handler, Operation, POLICY } from '@stockade/service';
import { currentBusinessDay } from '../business-days/business-day.js';
import { lockPlace } from '../levels/lock-place.js';
import { moveOccurred } from '../levels/move-occurred.js';
import { tellLevelChanged } from '../levels/tell-level-changed.js';
import { ReplenishmentRequest } from '../replenishment/replenishment-request.entity.js';
import { afterReceipt, mostToReceive } from '../replenishment/request-states.js';
import { holdSurplus } from './hold-surplus.js';
import { type Receipt, receiptColumns } from './receipt.js';

type Contract = typeof inventory.recordReceipt;

/** The unique line of the ship notice makes a redelivered fact harmless. */
const insertReceipt = statement(
  'insert_receipt',
  `INSERT INTO inventory.receipts
     (asn_line_id, request_id, sku, location, quantity, received_on, lot_number, lot_expires_on)
   SELECT $1, $2, sku, location, $5, $6, $7, $8 FROM inventory.levels WHERE sku = $3 AND location = $4
   ON CONFLICT (asn_line_id) DO NOTHING
   RETURNING ${receiptColumns}`,
);

/** A request that was made after its goods had come says nothing about how long they take. */
const addLeadTime = statement(
  'add_lead_time',
  `INSERT INTO inventory.lead_times AS known (sku, location, receipts, days, squared_days)
   SELECT $1, $2, 1, days, days * days FROM (SELECT $4::date - $3::date AS days) AS taken WHERE days >= 0
   ON CONFLICT (sku, location) DO UPDATE SET
     receipts = known.receipts + 1,
     days = known.days + excluded.days,
     squared_days = known.squared_days + excluded.squared_days`,
);

@Operation(inventory.recordReceipt)
export class RecordReceipt implements Handler<Contract> {
  constructor(@Inject(POLICY) private readonly policy: AccessPolicy) {}

  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<Receipt> {
    const { asnLineId, requestId, sku, location, quantity, lot } = body;
    const receivedOn = body.receivedOn ?? (await currentBusinessDay(unit));
    // The place before its request and its line, whoever it is: two would else wait for each other.
    await lockPlace(unit, body);
    const request = requestId === null ? null : await lockRequest(unit, requestId);
    const delivered = [asnLineId, requestId, sku, location, quantity, receivedOn];
    const values = [...delivered, lot?.number ?? null, lot?.expiresOn ?? null];
    const [receipt] = await unit.query<Receipt>(insertReceipt, values);
    if (!receipt) {
      throw new Problem('already_exists', {
        detail: `The ship notice line ${asnLineId} was received before.`,
      });
    }
    const surplus = request ? this.#surplusOf(request, receipt, unit) : 0;
    if (request) await progress(request, receipt, unit);
    const change = { sku, location, delta: quantity, kind: 'receipt', reason: null } as const;
    await moveOccurred(unit, { ...change, reference: asnLineId, occurredOn: receivedOn });
    if (surplus > 0) await holdSurplus(unit, receipt, surplus);
    await tellLevelChanged(unit, receipt, receivedOn);
    return receipt;
  }

  /** What the role may not receive for the request. */
  #surplusOf(request: ReplenishmentRequest, { quantity }: Receipt, { principal }: UnitOfWork): number {
    const share = this.policy.roles.get(principal.role)?.limits.overReceiptShare;
    const most = Math.max(0, mostToReceive(request, share) - request.receivedQuantity);
    return Math.max(0, quantity - most);
  }
}

async function progress(request: ReplenishmentRequest, receipt: Receipt, unit: UnitOfWork): Promise<void> {
  if (request.sku !== receipt.sku || request.location !== receipt.location) {
    throw new Problem('conflict', {
      detail: `The request is for ${request.sku} at ${request.location}; receive other goods without it.`,
    });
  }
  const change = { ...afterReceipt(request, receipt.quantity), version: request.version + 1 };
  await unit.manager.update(ReplenishmentRequest, { id: request.id }, change);
  const { id: receiptId, sku, location, quantity, receivedOn } = receipt;
  await unit.query(addLeadTime, [sku, location, request.requestedOn, receivedOn]);
  await enqueue(unit, jobs.goodsReceived, { receiptId, requestId: request.id, sku, quantity, receivedOn });
}

async function lockRequest(unit: UnitOfWork, id: string): Promise<ReplenishmentRequest> {
  const lock = { mode: 'pessimistic_write' } as const;
  const request = await unit.manager.findOne(ReplenishmentRequest, { where: { id }, lock });
  if (!request) throw new Problem('not_found', { detail: `There is no replenishment request ${id}.` });
  return request;
}
