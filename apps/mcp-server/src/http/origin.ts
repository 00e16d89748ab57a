import { Problem } from '@stockade/contracts';
import type { FastifyRequest } from 'fastify';

/** Loopback names stand for each other: a desktop client may use any of them. */
const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Keeps a page that was rebound to this address (DNS rebinding) from talking to it: `Host` must name this
 * server, and an `Origin`, which only browsers send, a host that is known.
 */
export class OriginCheck {
  readonly #hosts: ReadonlySet<string>;

  constructor(publicUrl: URL) {
    const { hostname } = publicUrl;
    this.#hosts = new Set(LOOPBACK.includes(hostname) ? LOOPBACK : [hostname]);
  }

  /** Throws `origin_refused`. */
  check({ headers }: Pick<FastifyRequest, 'headers'>): void {
    if (!this.#knows(hostnameOf(`http://${headers.host ?? ''}`))) refuse('Host', headers.host);
    if (headers.origin !== undefined && !this.#knows(hostnameOf(headers.origin))) {
      refuse('Origin', headers.origin);
    }
  }

  #knows(hostname: string | undefined): boolean {
    return hostname !== undefined && this.#hosts.has(hostname);
  }
}

function hostnameOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

function refuse(header: string, value: string | undefined): never {
  const named =
    value === undefined ? `No ${header} was sent` : `${header} names a host that is not this server's`;
  throw new Problem('origin_refused', { detail: `${named}.` });
}
