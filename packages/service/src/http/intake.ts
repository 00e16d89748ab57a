import type { FastifyReply, FastifyRequest } from 'fastify';

/** What the database keeps up with stays far below; what waits beyond it would only wait longer. */
const PLACES = 256;
/** A large body takes the places of many requests, so that what is held in memory is bounded too. */
const BYTES_PER_PLACE = 16_384;
/** Turned away, and waiting for no more than their audit record. */
const MOST_TURNED_AWAY = 1_000;

/** Bounds the requests that are under way at a time, whoever they come from. */
export class Intake {
  readonly #held = new WeakMap<FastifyRequest, number>();
  #taken = 0;
  #turnedAway = 0;

  /** @param largestBody bytes of a body whose length is not told in advance. */
  constructor(private readonly largestBody: number) {}

  /** Lets a request in until its answer is ready; false where there is no room for it now. */
  enter(request: FastifyRequest, reply: FastifyReply): boolean {
    const places = 1 + Math.floor(this.#bodyBytes(request) / BYTES_PER_PLACE);
    if (this.#taken + places > PLACES) return false;
    this.#taken += places;
    this.#held.set(request, places);
    // An answer that is streamed passes no hook; its place is free when its connection or itself has ended.
    reply.raw.once('close', () => {
      if (reply.sent) this.leave(request);
    });
    return true;
  }

  /** Frees the places of a request; without effect where it holds none. */
  leave(request: FastifyRequest): void {
    this.#taken -= this.#held.get(request) ?? 0;
    this.#held.delete(request);
  }

  /** Has a request turned away by `refuse`; false, without having called it, where too many are already. */
  async turnAway(refuse: () => Promise<void>): Promise<boolean> {
    if (this.#turnedAway >= MOST_TURNED_AWAY) return false;
    this.#turnedAway += 1;
    try {
      await refuse();
      return true;
    } finally {
      this.#turnedAway -= 1;
    }
  }

  #bodyBytes({ headers, method }: FastifyRequest): number {
    if (headers['transfer-encoding'] !== undefined) return this.largestBody;
    return method === 'GET' ? 0 : Math.min(this.largestBody, Number(headers['content-length'] ?? 0) || 0);
  }
}
