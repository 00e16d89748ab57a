import { type OperationInput, type OperationOutput, shipments } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import { type Handler, Operation } from '@stockade/service';
import { In } from 'typeorm';
import { Shipment } from '../shipments/shipment.entity.js';
import { applyEvents } from './apply-events.js';
import { type Judgement, judgeEvents } from './judge-events.js';
import { type Addressed, type Kept, keepEvents } from './keep-events.js';

type Contract = typeof shipments.captureEvents;
type Outcome = OperationOutput<Contract>['events'][number];
type Held = ReadonlyMap<string, Shipment>;

@Operation(shipments.captureEvents)
export class CaptureEvents implements Handler<Contract> {
  async handle({ body }: OperationInput<Contract>, unit: UnitOfWork): Promise<OperationOutput<Contract>> {
    const judged = judgeEvents(body);
    const held = await lockShipments(unit, judged.filter(isAddressed));
    const placed = judged.map((judgement) => inKnownShipment(judgement, held));
    const kept = await keepEvents(unit, placed.filter(isAddressed));
    const accepted = [...kept].filter(([, became]) => became === 'accepted').map(([addressed]) => addressed);
    for (const shipment of held.values()) {
      const news = accepted.filter(({ shipmentId }) => shipmentId === shipment.id).map(({ event }) => event);
      if (news.length > 0) await applyEvents(unit, shipment, news);
    }
    return { events: placed.map((judgement) => outcomeOf(judgement, kept)) };
  }
}

const isAddressed = (judgement: Judgement): judgement is Judgement & Addressed => 'event' in judgement;

async function lockShipments(unit: UnitOfWork, addressed: readonly Addressed[]): Promise<Held> {
  const ids = [...new Set(addressed.flatMap(({ shipmentId }) => shipmentId ?? []))];
  if (ids.length === 0) return new Map();
  // In the order of their ids, so that two captures never wait for each other.
  const rows = await unit.manager.find(Shipment, {
    where: { id: In(ids) },
    order: { id: 'ASC' },
    relations: { lines: true },
    relationLoadStrategy: 'query',
    lock: { mode: 'pessimistic_write' },
  });
  return new Map(rows.map((row) => [row.id, row]));
}

/** An event that comes before the notice of its shipment is to be told again: here it would never move it. */
function inKnownShipment(judgement: Judgement, held: Held): Judgement {
  if (!isAddressed(judgement) || judgement.shipmentId === undefined || held.has(judgement.shipmentId)) {
    return judgement;
  }
  const detail = 'names as desadv a shipment that is not known: give its notice first';
  return { eventID: judgement.eventID, pointer: '/bizTransactionList', detail };
}

function outcomeOf(judgement: Judgement, kept: ReadonlyMap<Addressed, Kept>): Outcome {
  const { eventID } = judgement;
  if (!isAddressed(judgement)) {
    const { pointer, detail } = judgement;
    return { eventID, outcome: 'rejected', pointer, detail };
  }
  switch (kept.get(judgement)) {
    case 'accepted': {
      const detail =
        judgement.shipmentId === undefined
          ? 'It names no shipment (desadv urn:uuid:…), so it moves none.'
          : null;
      return { eventID, outcome: 'accepted', pointer: null, detail };
    }
    case 'duplicate':
      return { eventID, outcome: 'duplicate', pointer: null, detail: 'It was captured before.' };
    case 'contradicts_declaration': {
      const detail = 'was declared otherwise before: the first declaration stands';
      return { eventID, outcome: 'rejected', pointer: '/errorDeclaration', detail };
    }
    default: {
      const detail =
        'is that of an event with another content: to withdraw that, repeat it whole with errorDeclaration';
      return { eventID, outcome: 'rejected', pointer: '/eventID', detail };
    }
  }
}
