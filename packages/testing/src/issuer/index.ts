export { callerTokens } from './caller-tokens.js';
export { grantExchange } from './grant-exchange.js';
export { LoopbackIssuer } from './loopback-issuer.js';
