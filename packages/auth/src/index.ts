export { type KnownIdentities, knownIdentities } from './claims.js';
export { TokenRequestError } from './token-endpoint.js';
export { createTokenSource, type TokenSource, type TokenSourceOptions } from './token-source.js';
export { createVerifier, type Verifier, type VerifierOptions } from './verifier.js';
