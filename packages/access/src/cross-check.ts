import { personClients } from './policy.js';
import { type Contradiction, identitiesOf, type References } from './references.js';

/** Finds what the parts of the file say of each other that cannot hold. */
export function crossCheck(file: References): Contradiction[] {
  return [...scopeFaults(file), ...roleFaults(file), ...identityFaults(file), ...loginFaults(file)];
}

function* scopeFaults(file: References): Iterable<Contradiction> {
  for (const [scope, { audience }] of Object.entries(file.scopes)) {
    if (audience !== undefined && !Object.hasOwn(file.services, audience)) {
      const detail = `${audience} is no service: add it to services, or use ${oneOf(file.services)}`;
      yield { path: ['scopes', scope, 'audience'], detail };
    }
  }
}

function* roleFaults(file: References): Iterable<Contradiction> {
  for (const [role, { scopes }] of Object.entries(file.roles)) {
    for (const [index, scope] of scopes.entries()) {
      if (Object.hasOwn(file.scopes, scope)) continue;
      const detail = `${scope} is an unknown scope: add it to scopes, or remove it from the role`;
      yield { path: ['roles', role, 'scopes', index], detail };
    }
  }
}

function* identityFaults(file: References): Iterable<Contradiction> {
  const seen = new Map<string, string>([...personClients].map((name) => [name, "the platform's clients"]));
  for (const { section, name, role } of identitiesOf(file)) {
    const before = seen.get(name);
    if (before !== undefined) {
      yield { path: [section, name], detail: `${name} is in ${before} too: an identity's name is unique` };
    }
    seen.set(name, section);
    if (role !== undefined && !Object.hasOwn(file.roles, role)) {
      const detail = `${role} is an unknown role: add it to roles, or use ${oneOf(file.roles)}`;
      yield { path: [section, name, 'role'], detail };
    }
  }
}

/** A login is one role's, one platform task's, or one identity's queue login. */
function* loginFaults(file: References): Iterable<Contradiction> {
  const holders = new Map<string, string>();
  for (const { login, path } of loginsOf(file)) {
    const holder = holders.get(login);
    if (holder === undefined) holders.set(login, path.join('.'));
    else yield { path, detail: `the login ${login} belongs to ${holder}: use another login` };
  }
}

function* loginsOf(file: References): Iterable<{ login: string; path: string[] }> {
  for (const [role, { login }] of Object.entries(file.roles)) {
    if (login !== undefined) yield { login, path: ['roles', role, 'login'] };
  }
  for (const login of Object.keys(file.logins)) yield { login, path: ['logins', login] };
  for (const { section, name } of identitiesOf(file)) {
    yield { login: `${name.replaceAll('-', '_')}_queue`, path: [section, name] };
  }
}

function oneOf(known: object): string {
  return `one of ${Object.keys(known).join(', ')}`;
}
