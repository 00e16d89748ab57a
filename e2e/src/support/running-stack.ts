import './provided-context.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AccessPolicy, type Identity, loadPolicy, scopesAt } from '@stockade/access';
import { runningStack } from '@stockade/testing';
import { inject } from 'vitest';
import { z } from 'zod';
import { KeycloakRealm } from './keycloak-realm.js';
import { repository, stackCommand } from './stack-command.js';

export const policy: AccessPolicy = loadPolicy(join(repository, 'access.yaml'));
export const identities: readonly Identity[] = [...policy.identities.values()];
export const scopesOf = ({ role }: Identity): ReadonlySet<string> =>
  policy.roles.get(role)?.scopes ?? new Set();

/** The `scope` parameter of a token for one service, with all that the identity's role can use there. */
export const scopesFor = ({ role }: Identity, service: string): string[] => [
  `audience:${service}`,
  ...scopesAt(policy, role, service),
];

/** The `scope` parameter of a token for every service that the identity's role can use. */
export const scopesEverywhere = (identity: Identity): string[] => {
  const services = [...scopesOf(identity)].map((scope) => policy.scopes.get(scope)?.audience ?? '');
  return [...new Set(services.flatMap((service) => scopesFor(identity, service)))];
};

/** Runs a command on the running stack. */
export const stack = (...words: string[]) =>
  stackCommand({ stackDir: inject('stackDir'), portBase: inject('portBase') }, words);

/** Runs a command on the running stack. @throws Error with its last words where it fails */
export async function stackDone(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await stack(...words);
  if (code !== 0) throw new Error(`stack ${words.join(' ')}: ${stderr}`);
  return stdout;
}

const status = z.object({
  running: z.boolean(),
  units: z.array(
    z.object({ name: z.string(), state: z.string(), pid: z.number().nullable(), restarts: z.number() }),
  ),
});

export async function unitOf(name: string) {
  const { stdout } = await stack('status', '--json');
  const unit = status.parse(JSON.parse(stdout)).units.find((one) => one.name === name);
  if (unit === undefined) throw new Error(`the stack has no ${name}`);
  return unit;
}

/** The realm of the running stack, with the secrets that its first start made. */
export function stackRealm(): KeycloakRealm {
  const { keycloak } = runningStack();
  const secretOf = (name: string) =>
    secret(policy.identities.get(name)?.kind === 'person' ? `people/${name}` : `keycloak/${name}`);
  return new KeycloakRealm(keycloak, keycloak.realm, secretOf);
}

const secret = (name: string): string =>
  readFileSync(join(inject('stackDir'), 'secrets', name), 'utf8').trim();
