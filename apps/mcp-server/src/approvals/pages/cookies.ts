import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Sealed } from '../sealed.js';

/** Of the attributes of RFC 6265bis; Lax, because the issuer's redirect has to bring it along. */
const ATTRIBUTES = 'Path=/approvals; HttpOnly; SameSite=Lax';

/** A cookie that nobody but this server reads: what is in it is sealed. */
export class SealedCookie<T extends z.ZodType> {
  readonly #name: string;
  readonly #attributes: string;

  constructor(
    name: string,
    private readonly sealed: Sealed<T>,
    secure: boolean,
  ) {
    this.#name = secure ? `__Secure-${name}` : name;
    this.#attributes = secure ? `${ATTRIBUTES}; Secure` : ATTRIBUTES;
  }

  async read(request: FastifyRequest): Promise<z.output<T> | undefined> {
    const sent = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
    const pair = sent.find((one) => one.startsWith(`${this.#name}=`));
    return pair === undefined ? undefined : this.sealed.open(pair.slice(this.#name.length + 1));
  }

  async write(reply: FastifyReply, content: z.output<T>, seconds: number): Promise<void> {
    const value = await this.sealed.seal(content, seconds);
    reply.header('set-cookie', `${this.#name}=${value}; Max-Age=${seconds}; ${this.#attributes}`);
  }

  clear(reply: FastifyReply): void {
    reply.header('set-cookie', `${this.#name}=; Max-Age=0; ${this.#attributes}`);
  }
}
