export { AccessTokenStrategy, authenticate } from './access-token-strategy.js';
export { type DeclaredAccess, declaredAccess, Public, Scope } from './declared-access.js';
export { requireDeclaredScopes } from './require-declared-scopes.js';
export { wwwAuthenticate } from './www-authenticate.js';
