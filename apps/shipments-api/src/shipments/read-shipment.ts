import { Problem, type shipment } from '@stockade/contracts';
import type { UnitOfWork } from '@stockade/database';
import type { FindManyOptions } from 'typeorm';
import type { z } from 'zod';
import { Shipment } from './shipment.entity.js';

export function presentShipment(row: Shipment): z.output<typeof shipment> {
  return {
    ...row,
    lines: row.lines.map(({ shipmentId: _shipment, shipment: _parent, ...line }) => line),
    exceptions: row.exceptions.map(({ kind, fact, detectedOn, detail, resolvedOn }) => ({
      kind,
      fact,
      detectedOn,
      detail,
      resolvedOn,
    })),
  };
}

/** Lines and exceptions are read by queries of their own: a join would multiply them, and count for the page. */
export const withDetails = {
  relations: { lines: true, exceptions: true },
  relationLoadStrategy: 'query',
} as const satisfies FindManyOptions<Shipment>;

/** @throws Problem `not_found` */
export async function readShipment(unit: UnitOfWork, id: string): Promise<Shipment> {
  const found = await unit.manager.findOne(Shipment, { where: { id }, ...withDetails });
  if (found === null) throw new Problem('not_found', { detail: `There is no shipment ${id}.` });
  return found;
}
