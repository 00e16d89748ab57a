export { LoopbackIssuer } from './loopback-issuer.js';
