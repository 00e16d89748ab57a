export { AccessTokenStrategy, authenticate } from './access-token-strategy.js';
export { bearerToken } from './bearer-token.js';
export { type DeclaredAccess, declaredAccess, Public, Scope } from './declared-access.js';
export { requireDeclaredScopes } from './require-declared-scopes.js';
export { type Discovery, wwwAuthenticate } from './www-authenticate.js';
