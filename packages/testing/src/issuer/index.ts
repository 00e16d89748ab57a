export { callerTokens } from './caller-tokens.js';
export { LoopbackIssuer } from './loopback-issuer.js';
