export { type KnownIdentities, knownIdentities } from './claims.js';
export { RegisteredClient, type RegisteredClientOptions } from './registered-client.js';
export { type ExchangeTarget, TokenRequestError } from './token-endpoint.js';
export { createTokenExchange, type ParentToken, type TokenExchange } from './token-exchange.js';
export { createTokenSource, type TokenSource, type TokenSourceOptions } from './token-source.js';
export { createVerifier, type Verifier, type VerifierOptions } from './verifier.js';
