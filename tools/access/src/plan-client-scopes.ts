import { changes, differs } from './difference.js';
import type { LiveClientScope } from './live-realm.js';
import type { Situation, Write } from './plan.js';
import type { ClientScopeRepresentation } from './representation.js';

/** Client scopes that are missing or differ, with their mappers. */
export function planClientScopes({ wanted, live }: Situation): Write[] {
  return wanted.clientScopes.flatMap((scope): Write[] => {
    const now = live.clientScopes.get(scope.name);
    if (!now)
      return [{ what: `add scope ${scope.name}`, method: 'POST', path: '/client-scopes', body: scope }];
    const { protocolMappers: _, ...itself } = scope;
    const path = `/client-scopes/${now.id}`;
    const change: Write = { what: `change scope ${scope.name}`, method: 'PUT', path, body: itself };
    return [...(differs(now, itself) ? [change] : []), ...planMappers(now, scope)];
  });
}

/** Which roles may be given a scope. */
export function planScopeMappings({ wanted, live }: Situation): Write[] {
  return wanted.scopeMappings.flatMap(({ clientScope, roles }): Write[] => {
    const now = live.clientScopes.get(clientScope);
    if (!now) return [];
    const path = `/client-scopes/${now.id}/scope-mappings/realm`;
    const { add, remove } = changes(now.roles, roles);
    const write = (method: 'POST' | 'DELETE', verb: string, names: string[]): Write[] =>
      names.length === 0
        ? []
        : [
            {
              what: `${verb} ${clientScope} ${names.join(', ')}`,
              method,
              path,
              body: rolesNamed(live, names),
            },
          ];
    return [...write('POST', 'let hold', add), ...write('DELETE', 'let no longer hold', remove)];
  });
}

/** Scopes that a client made by hand would have by default. */
export function planDefaultScopes({ wanted, live }: Situation): Write[] {
  const { add, remove } = changes(live.defaultScopes, wanted.defaultDefaultClientScopes);
  const write = (method: 'PUT' | 'DELETE', verb: string) => (name: string) => {
    const id = live.clientScopes.get(name)?.id;
    return { what: `${verb} default scope ${name}`, method, path: `/default-default-client-scopes/${id}` };
  };
  return [...add.map(write('PUT', 'add')), ...remove.map(write('DELETE', 'remove'))];
}

function planMappers(now: LiveClientScope, scope: ClientScopeRepresentation): Write[] {
  const path = `/client-scopes/${now.id}/protocol-mappers/models`;
  const live = new Map(now.protocolMappers.map((mapper) => [mapper.name, mapper]));
  const wanted = new Map(scope.protocolMappers.map((mapper) => [mapper.name, mapper]));
  const { remove } = changes(live.keys(), wanted.keys());
  return [
    ...[...wanted].flatMap(([name, mapper]): Write[] => {
      const id = live.get(name)?.id;
      const what = `mapper ${name} of ${scope.name}`;
      if (!id) return [{ what: `add ${what}`, method: 'POST', path, body: mapper }];
      if (!differs(live.get(name), mapper)) return [];
      return [{ what: `change ${what}`, method: 'PUT', path: `${path}/${id}`, body: { ...mapper, id } }];
    }),
    ...remove.map((name): Write => {
      const what = `remove mapper ${name} of ${scope.name}`;
      return { what, method: 'DELETE', path: `${path}/${live.get(name)?.id}` };
    }),
  ];
}

function rolesNamed(live: Situation['live'], names: readonly string[]) {
  return names.map((name) => ({ name, id: live.roles.get(name)?.id }));
}
