import { type Consignment, consignment } from './consignment.js';
import { KeptEntries } from './kept-entries.js';

/**
 * What suppliers and carriers outside have in hand. It is the world's own memory, in a file of its own: the platform
 * never tells a gateway what the gateway should know by itself.
 */
export class ConsignmentBook {
  readonly #entries: KeptEntries<Consignment>;

  constructor(file: string) {
    this.#entries = new KeptEntries(file, consignment, ({ orderId }) => orderId);
  }

  get open(): readonly Consignment[] {
    return this.#entries.all;
  }

  of(orderId: string): Consignment | undefined {
    return this.#entries.get(orderId);
  }

  /** Keeps a consignment; the first word on an order stands. */
  keep(entry: Consignment): void {
    if (!this.#entries.has(entry.orderId)) this.#entries.put(entry);
  }

  update(entry: Consignment): void {
    this.#entries.put(entry);
  }

  close(orderId: string): void {
    this.#entries.remove(orderId);
  }
}
