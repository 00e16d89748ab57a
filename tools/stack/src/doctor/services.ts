import type { Layout } from '../layout.js';
import { cacheFolder } from '../provision/cache.js';
import { engineAnswers } from '../provision/keycloak/container.js';
import { earlierBuild } from '../provision/keycloak/distribution.js';
import { givenKeycloak } from '../provision/keycloak/keycloak.js';
import { answers } from '../provision/keycloak/readiness.js';
import { keycloakVersion } from '../provision/keycloak/release.js';
import { installedHome } from '../provision/keycloak/sources.js';
import { findOnPath } from '../provision/on-path.js';
import { ProvisionError } from '../provision/provision-error.js';
import { chooseQueueBackend } from '../provision/queue.js';
import { presentJdk } from '../provision/temurin.js';
import { readLastBackend } from '../queues/last-backend.js';
import type { Finding } from './finding.js';

type Verdict = Omit<Finding, 'check'>;

/** The Java that Keycloak is going to run on. */
export async function java(env: NodeJS.ProcessEnv): Promise<Finding> {
  const check = 'java';
  if (env.KEYCLOAK_URL) return { check, result: 'ok', text: 'not needed: KEYCLOAK_URL is set' };
  const found = await presentJdk(env, cacheFolder(env));
  if (found !== undefined) return { check, result: 'ok', text: `Java ${found.version} in ${found.home}` };
  const text =
    'There is no Java 17 or later: Temurin is downloaded from adoptium.net. With no network, install one.';
  return { check, result: 'warning', text };
}

/** How Keycloak is going to be had, in the order in which a start looks for it. */
export async function keycloak(env: NodeJS.ProcessEnv): Promise<Finding> {
  const verdict = await keycloakSource(env).catch((error: unknown): Verdict => {
    if (error instanceof ProvisionError) return { result: 'missing', text: error.message };
    throw error;
  });
  return { check: 'keycloak', ...verdict };
}

async function keycloakSource(env: NodeJS.ProcessEnv): Promise<Verdict> {
  if (env.KEYCLOAK_URL) return given(env.KEYCLOAK_URL, env);
  if (env.KEYCLOAK_HOME)
    return { result: 'ok', text: `the one in ${await installedHome(env.KEYCLOAK_HOME)}` };
  const name = `Keycloak ${keycloakVersion}`;
  const jdk = await presentJdk(env, cacheFolder(env));
  if (jdk && (await earlierBuild({ jdk, env, cache: cacheFolder(env) }))) {
    return { result: 'ok', text: `${name}, built by an earlier start` };
  }
  if (await findOnPath(env, ['mvn']))
    return { result: 'ok', text: `Maven brings ${name}, which is built once` };
  const docker = (await engineAnswers()) ? ' Where that fails it runs in Docker.' : '';
  const text =
    `${name} is downloaded from github.com and built once.${docker} ` +
    'With no network, set KEYCLOAK_HOME to an unpacked one, or KEYCLOAK_URL to a running one.';
  return { result: 'warning', text };
}

async function given(url: string, env: NodeJS.ProcessEnv): Promise<Verdict> {
  const keycloak = givenKeycloak(url, env);
  if (await answers(`${keycloak.url}/realms/master`))
    return { result: 'ok', text: `the one at ${keycloak.url}` };
  return { result: 'warning', text: `KEYCLOAK_URL (${url}) does not answer now` };
}

/** What is going to keep the queues. */
export async function queue(env: NodeJS.ProcessEnv, layout: Layout): Promise<Finding> {
  const check = 'queue';
  try {
    const last = readLastBackend(layout)?.backend;
    const backend = await chooseQueueBackend(env, last);
    if (last === undefined || last === backend) return { check, result: 'ok', text: `in ${backend}` };
    const text = `${last} kept the queues at the last start, not ${backend}: with STACK_QUEUE=${last} its jobs go on.`;
    return { check, result: 'warning', text };
  } catch (error) {
    if (error instanceof ProvisionError) return { check, result: 'missing', text: error.message };
    throw error;
  }
}
