import type { QueueConnection } from '@stockade/queues';

/** Where BullMQ alone keeps its queue, with an administrator's rights. */
export type BareConnection =
  | { readonly backend: 'postgres'; readonly adminUrl: string }
  | { readonly backend: 'redis'; readonly redisUrl: string };

/** What a consuming process is to do; sent to it, for it holds secrets. */
export type Assignment =
  | { readonly consumer: 'bare'; readonly connection: BareConnection }
  | { readonly consumer: 'agent'; readonly connection: QueueConnection }
  | {
      readonly consumer: 'agent';
      readonly connection: QueueConnection;
      /** The API that each job is told to. */
      readonly api: { readonly url: string; readonly token: string };
    };

/** A job that was handled: its key, and the time in milliseconds of the Unix epoch. */
export type Handled = readonly [key: string, at: number];

export type ConsumerMessage =
  | { readonly ready: true }
  | { readonly handled: readonly Handled[] }
  | { readonly failure: string };

/** Jobs that a consumer handles at a time. */
export const consumerConcurrency = 8;
export const bareQueue = 'bare';
/** Schema of BullMQ's own on Postgres, apart from the platform's. */
export const bareSchema = 'bare_bullmq';
