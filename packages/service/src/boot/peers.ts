import type { FactoryProvider, Provider } from '@nestjs/common';
import type { AccessPolicy } from '@stockade/access';
import { createTokenSource } from '@stockade/auth';
import type { ServiceName } from '@stockade/contracts';
import { type Configuration, ConfigurationError } from '../configuration.js';
import type { Resources } from './resources.js';
import { serviceItself } from './self.js';

/** Injects the `TokenSource` of the service's own client; only where its own role holds scopes. */
export const SERVICE_TOKENS = Symbol('tokens of the service itself');
/** Injects the `ServiceUrls`; only where the role of the service holds scopes. */
export const SERVICE_URLS = Symbol('base URLs of the services');
/** Those of the services that the role may call. */
export type ServiceUrls = Readonly<Record<ServiceName, string>>;

/** What a service needs to call others as itself; nothing where its role may call none. */
export function peerProviders(
  policy: AccessPolicy,
  service: ServiceName,
  configuration: Configuration,
  resources: Resources,
): Provider[] {
  const { scopes } = serviceItself(policy, service);
  if (scopes.size === 0) return [];
  const byAudience = Map.groupBy(scopes, (scope) => policy.scopes.get(scope)?.audience ?? '');
  const tokens: FactoryProvider = {
    provide: SERVICE_TOKENS,
    useFactory: () => {
      const source = createTokenSource({
        issuer: configuration.issuer,
        clientId: service,
        clientSecretFile: configuration.secretFile('keycloak', service),
        scopes: Object.fromEntries(byAudience),
      });
      return resources.held(source, async (one) => one.close());
    },
  };
  return [tokens, { provide: SERVICE_URLS, useValue: serviceUrls(configuration, byAudience) }];
}

function serviceUrls({ services }: Configuration, called: { has(service: string): boolean }): ServiceUrls {
  const missing = Object.entries(services).filter(([name, url]) => called.has(name) && url === undefined);
  if (missing.length === 0) return services as ServiceUrls;
  const names = missing.map(([name]) => `STOCKADE_${name.toUpperCase().replaceAll('-', '_')}_URL`);
  throw new ConfigurationError(`The environment lacks ${names.join(', ')}; set it and start again.`);
}
