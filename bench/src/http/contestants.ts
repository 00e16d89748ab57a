import { LoopbackIssuer } from '@stockade/testing/issuer';
import { LiveTokens } from '../measure/live-tokens.js';
import type { Rig } from '../rig/rig.js';
import type { ServerProcess } from '../rig/server-process.js';

/** A server and the tokens that it is asked with. */
export interface Contestant {
  readonly name: string;
  readonly server: ServerProcess;
  /** Whether each of its answers has to leave exactly one audit record. */
  readonly audited: boolean;
  readonly tokens: LiveTokens;
}

export interface Contest {
  readonly baseline: Contestant;
  readonly contestants: readonly Contestant[];
  close(): Promise<void>;
}

export const names = {
  bare: '(a) bare',
  nest: '(b) NestJS',
  ours: '(c) ours',
  recorded: '(d) bare, recorded',
};
export const manyTokens = 5_000;
export const withMany = (name: string): string => `${name}, ${manyTokens} tokens`;

/** Starts the servers; all serve the same addresses on the same rows. */
export async function startContest(rig: Rig): Promise<Contest> {
  const ecdsa = await LoopbackIssuer.start('ES256');
  // What Keycloak signs with unless it is told otherwise, and cheaper to verify.
  const rsa = await LoopbackIssuer.start('RS256');
  const bare = await rig.startPeer('bare', 'bare.js', ecdsa);
  const nest = await rig.startPeer('nest', 'nest/main.js', rsa);
  const ours = await rig.startInventoryApi(ecdsa);
  const recorded = await rig.startPeer('recorded', 'recorded.js', ecdsa);
  const enter = (name: string, server: ServerProcess, issuer: LoopbackIssuer, tokens: number) => ({
    name,
    server,
    audited: server === ours || server === recorded,
    tokens: new LiveTokens(issuer, tokens),
  });
  const baseline = enter(names.bare, bare, ecdsa, 1);
  const contestants = [
    baseline,
    enter(names.nest, nest, rsa, 1),
    enter(names.ours, ours, ecdsa, 1),
    enter(withMany(names.nest), nest, rsa, manyTokens),
    enter(withMany(names.ours), ours, ecdsa, manyTokens),
    enter(names.recorded, recorded, ecdsa, 1),
  ];
  return {
    baseline,
    contestants,
    close: async () => {
      await Promise.all([ecdsa.stop(), rsa.stop()]);
    },
  };
}
