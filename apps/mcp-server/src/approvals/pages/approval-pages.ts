import { randomBytes, timingSafeEqual } from 'node:crypto';
import { id as approvalId, Problem } from '@stockade/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { z } from 'zod';
import { approvalPage, refusalPage } from './approval-page.js';
import type { SealedCookie } from './cookies.js';
import { type Decisions, decisionForm } from './decisions.js';
import type { SignIn, signInState } from './sign-in.js';
import { PAGE_POLICY } from './style.js';

/** Who is signed in; the token stays sealed, and ends with the session. */
export const session = z.strictObject({ token: z.string(), person: z.string(), csrf: z.string() });
type Session = z.output<typeof session>;

const SIGN_IN_SECONDS = 600;
const FORM_LIMIT_BYTES = 16_384;
const PUBLIC = { publicReason: 'people sign in here, and governance-api records what they do' };
const params = z.object({ id: approvalId });

export interface ApprovalPagesParts {
  /** How people reach this server. */
  readonly publicUrl: URL;
  readonly signIn: SignIn;
  readonly decisions: Decisions;
  readonly sessions: SealedCookie<typeof session>;
  readonly signIns: SealedCookie<typeof signInState>;
  readonly log: Logger;
}

/** The pages on which people decide: plain HTML, and their tokens never leave this server readable. */
export class ApprovalPages {
  constructor(private readonly parts: ApprovalPagesParts) {}

  /** Adds the routes, in a scope of their own: nothing else here takes forms. */
  addTo(server: FastifyInstance): void {
    server.register(async (pages) => {
      const parse = (_: FastifyRequest, body: string) => Object.fromEntries(new URLSearchParams(body));
      const form = { parseAs: 'string', bodyLimit: FORM_LIMIT_BYTES } as const;
      pages.addContentTypeParser(
        'application/x-www-form-urlencoded',
        form,
        async (request: FastifyRequest, body: string) => parse(request, body),
      );
      pages.setErrorHandler((error, _, reply) => this.#refuse(error, reply, undefined));
      // With no-referrer, browsers would not tell the origin of the form either.
      pages.addHook('onRequest', async (_, reply) => {
        reply.headers({ 'content-security-policy': PAGE_POLICY, 'referrer-policy': 'same-origin' });
      });
      pages.get('/approvals/callback', { config: PUBLIC }, (request, reply) =>
        this.#signedIn(request, reply),
      );
      pages.get('/approvals/:id', { config: PUBLIC }, (request, reply) => this.#show(request, reply));
      pages.get('/approvals/:id/sign-in', { config: PUBLIC }, (request, reply) =>
        this.#sendToSignIn(idOf(request), reply, true),
      );
      pages.post('/approvals/:id/decision', { config: PUBLIC }, (request, reply) =>
        this.#decide(request, reply),
      );
    });
  }

  async #show(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const id = idOf(request);
    const signedIn = await this.parts.sessions.read(request);
    if (signedIn === undefined) return this.#sendToSignIn(id, reply, false);
    try {
      const approval = await this.parts.decisions.read(id, signedIn.token);
      return send(reply, 200, approvalPage(approval, signedIn.person, signedIn));
    } catch (error) {
      return this.#refuse(error, reply, id);
    }
  }

  async #sendToSignIn(id: string, reply: FastifyReply, anew: boolean): Promise<FastifyReply> {
    const { url, state } = await this.parts.signIn.begin(id, anew);
    await this.parts.signIns.write(reply, state, SIGN_IN_SECONDS);
    return reply.redirect(url.href, 303);
  }

  /** Back from the issuer. The cookie binds the answer to the browser that asked. */
  async #signedIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { signIn, signIns, sessions, publicUrl, log } = this.parts;
    const state = await signIns.read(request);
    const again = 'Open the address of the request again to sign in.';
    if (state === undefined)
      return send(reply, 400, refusalPage('Nobody is signing in here', again, undefined));
    try {
      const { token, person, seconds } = await signIn.finish(new URL(request.url, publicUrl), state);
      const csrf = randomBytes(32).toString('base64url');
      signIns.clear(reply);
      await sessions.write(reply, { token, person, csrf }, seconds);
      return reply.redirect(pathOf(state.approvalId), 303);
    } catch (error) {
      log.warn({ err: error }, 'a sign-in failed');
      return send(reply, 400, refusalPage('You are not signed in', again, undefined));
    }
  }

  /** Recorded first; the page that tells of it is fetched anew, so that a reload decides nothing. */
  async #decide(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const id = idOf(request);
    const signedIn = await this.parts.sessions.read(request);
    if (signedIn === undefined) return reply.redirect(pathOf(id), 303);
    try {
      const form = this.#genuine(request, signedIn);
      await this.parts.decisions.decide(id, signedIn.token, form);
      return reply.redirect(pathOf(id), 303);
    } catch (error) {
      return this.#refuse(error, reply, id);
    }
  }

  /** The form as this server gave it to this session, sent from this page. Throws `invalid_request`. */
  #genuine(request: FastifyRequest, { csrf }: Session): z.output<typeof decisionForm> {
    const { origin } = request.headers;
    const form = decisionForm.safeParse(request.body);
    const isOwn = origin === undefined || origin === this.parts.publicUrl.origin;
    if (isOwn && form.success && isSame(form.data.csrf, csrf)) return form.data;
    throw new Problem('invalid_request', {
      detail: 'This was not sent from the page, or from a session that is over. Open the page again.',
    });
  }

  #refuse(error: unknown, reply: FastifyReply, id: string | undefined): FastifyReply {
    const problem =
      error instanceof Problem
        ? error
        : new Problem(statusOf(error) < 500 ? 'invalid_request' : 'internal_error');
    if (problem.status >= 500) this.parts.log.error({ err: error }, 'an approval page failed');
    const maySignIn = id !== undefined && (problem.status === 401 || problem.status === 403);
    const again = maySignIn ? `${pathOf(id)}/sign-in` : undefined;
    return send(reply, problem.status, refusalPage(problem.title, problem.detail ?? problem.title, again));
  }
}

const pathOf = (id: string): string => `/approvals/${id}`;

function idOf(request: FastifyRequest): string {
  const found = params.safeParse(request.params);
  if (found.success) return found.data.id;
  throw new Problem('not_found', { detail: 'There is no request for approval at this address.' });
}

function statusOf(error: unknown): number {
  const status: unknown = error instanceof Error ? Reflect.get(error, 'statusCode') : undefined;
  return typeof status === 'number' ? status : 500;
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function send(reply: FastifyReply, status: number, markup: string): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').send(markup);
}
