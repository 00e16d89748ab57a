/** Carries jobs from the outbox to Redis; its name in both. */
export const RELAY = 'relay';

/** Postgres login with which an identity takes the jobs of its queues. */
export const queueLogin = (identity: string) => `${identity.replaceAll('-', '_')}_queue`;

/** Password of an identity's queue login, or of `RELAY`. */
export type PasswordOf = (identity: string) => string | Promise<string>;
