export { type KnownIdentities, knownIdentities } from './claims.js';
export { createVerifier, type Verifier, type VerifierOptions } from './verifier.js';
