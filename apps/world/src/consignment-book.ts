import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const consignment = z.strictObject({
  orderId: z.string(),
  supplierId: z.string(),
  origin: z.string(),
  mode: z.string(),
  destination: z.string(),
  promisedOn: z.string(),
  shippedOn: z.string(),
  steps: z.array(
    z.strictObject({
      on: z.string(),
      bizStep: z.enum(['departing', 'transporting', 'arriving', 'receiving']),
    }),
  ),
  lines: z.array(
    z.strictObject({ orderLineId: z.string(), requestId: z.string(), sku: z.string(), quantity: z.number() }),
  ),
  /** W3C Trace Context of the order: its goods belong to the same story. */
  traceparent: z.string().optional(),
  /** Set once the ship notice was given. */
  shipmentId: z.string().nullable(),
  /** How many of the steps have been reported. */
  reported: z.int(),
});

export type Consignment = z.output<typeof consignment>;

/**
 * What suppliers and carriers outside have in hand. It is the world's own memory, in a file of its own: the platform
 * never tells a gateway what the gateway should know by itself.
 */
export class ConsignmentBook {
  readonly #file: string;
  readonly #byOrder: Map<string, Consignment>;

  constructor(file: string) {
    this.#file = file;
    this.#byOrder = new Map(readBook(file).map((entry) => [entry.orderId, entry]));
  }

  get open(): readonly Consignment[] {
    return [...this.#byOrder.values()];
  }

  /** Keeps a consignment; the first word on an order stands. */
  keep(entry: Consignment): void {
    if (this.#byOrder.has(entry.orderId)) return;
    this.#byOrder.set(entry.orderId, entry);
    this.#save();
  }

  update(entry: Consignment): void {
    this.#byOrder.set(entry.orderId, entry);
    this.#save();
  }

  close(orderId: string): void {
    if (this.#byOrder.delete(orderId)) this.#save();
  }

  #save(): void {
    const draft = `${this.#file}.new`;
    writeFileSync(draft, JSON.stringify(this.open));
    renameSync(draft, this.#file);
  }
}

function readBook(file: string): Consignment[] {
  try {
    return z.array(consignment).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
