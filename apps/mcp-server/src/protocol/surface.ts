import type { McpServer, Server } from '@modelcontextprotocol/server';
import type { AccessPolicy } from '@stockade/access';
import type { Resources } from '@stockade/service/gate';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Ledger } from '../access/ledger.js';
import type { McpConfiguration } from '../configuration.js';
import type { RequestMessage } from '../http/message.js';
import type { Stores } from '../stores.js';

/** What one message asks for, as the access path has to know it before any handler runs. */
export interface Demand {
  /** What the audit and the figures call it: one of a fixed set of names, never the caller's own text. */
  readonly action: string;
  /** What it is about; the address of the endpoint where nothing is named. */
  readonly resource?: string | undefined;
  /** The one scope that token and role must both hold; none where every caller may ask. */
  readonly scope?: string | undefined;
  /** Name of the tool that is called, for the limits of each tool. */
  readonly tool?: string | undefined;
}

/**
 * What is offered behind the HTTP and access path. The platform's own is in `platform-surface.ts`; a
 * conformance build puts fixtures here, and everything in front of them stays.
 */
export interface Surface {
  demandOf(message: RequestMessage): Demand;
  /** A server for one request (2026-07-28) or one session (2025-11-25). */
  createServer(): McpServer | Server;
  /** Pages of its own, beside the endpoint. */
  addRoutes?(server: FastifyInstance): void;
  /** Scopes that something here asks for. */
  readonly scopes: readonly string[];
}

/** What a surface is made of. */
export interface SurfaceParts {
  readonly configuration: McpConfiguration;
  readonly policy: AccessPolicy;
  readonly ledger: Ledger;
  readonly resources: Resources;
  readonly stores: Stores;
  readonly log: Logger;
}

export type SurfaceOf = (parts: SurfaceParts) => Surface | Promise<Surface>;
