import { join } from 'node:path';
import type { ServiceName } from '@stockade/contracts';
import { type QueueConnection, queueConnectionFromEnv } from '@stockade/queues';

type Environment = Readonly<Record<string, string | undefined>>;

/** What agents call: people and their gateways settle among themselves what governance is about. */
export type CalledService = Exclude<ServiceName, 'governance-api'>;

export interface Configuration {
  readonly policyFile: string;
  readonly issuer: string;
  /** Holds the secret of the agent's Keycloak client. */
  readonly clientSecretFile: string;
  readonly urls: Readonly<Record<CalledService, string>>;
  readonly queue: QueueConnection;
  readonly host: string;
  /** Where health and metrics are served; nowhere without it. */
  readonly port: number | undefined;
  readonly logLevel: string;
}

/** What an agent cannot start without is missing or wrong; one sentence for the operator names all of it. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** @throws ConfigurationError */
export function readConfiguration(agent: string, env: Environment): Configuration {
  const faults: string[] = [];
  const read = (name: string, form: RegExp, words: string): string => {
    const value = env[name] ?? '';
    if (value === '') faults.push(`${name} is missing`);
    else if (!form.test(value)) faults.push(`${name} must be ${words}`);
    return value;
  };
  const url = (name: string) => read(name, /^https?:\/\/[^/]+/, 'an http or https URL');
  const path = (name: string) => read(name, /./, 'a path');
  const given = {
    policyFile: path('STOCKADE_POLICY'),
    issuer: url('STOCKADE_ISSUER'),
    clientSecretFile: join(path('STOCKADE_SECRETS_DIR'), 'keycloak', agent),
    urls: {
      'inventory-api': url('STOCKADE_INVENTORY_API_URL'),
      'orders-api': url('STOCKADE_ORDERS_API_URL'),
      'shipments-api': url('STOCKADE_SHIPMENTS_API_URL'),
    },
    host: env.STOCKADE_HOST ?? '127.0.0.1',
    port: env.STOCKADE_PORT ? Number(read('STOCKADE_PORT', /^\d{1,5}$/, 'a port')) : undefined,
    logLevel: env.LOG_LEVEL ?? 'info',
  };
  const queue = queueOf(agent, env, faults);
  if (faults.length > 0 || !queue)
    throw new ConfigurationError(`${agent} cannot start: ${faults.join('; ')}.`);
  return { ...given, queue };
}

function queueOf(agent: string, env: Environment, faults: string[]): QueueConnection | undefined {
  try {
    return queueConnectionFromEnv(env, agent);
  } catch (error) {
    faults.push(error instanceof Error ? error.message.replace(/\.$/, '') : String(error));
    return undefined;
  }
}
