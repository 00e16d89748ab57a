import type { VerifierOptions } from '../verifier.js';

/** Of an inventory-api that trusts `issuer`. */
export function verifierOptions(issuer: { readonly url: string }): VerifierOptions {
  return {
    issuer: issuer.url,
    audience: 'inventory-api',
    knownRoles: new Set(['InventoryManager', 'Operator']),
    clients: new Set(['inventory_bot', 'order_placer', 'mcp-server']),
    people: new Set(['operator']),
    exchangers: new Set(['mcp-server']),
    personClients: new Set(['stack-cli']),
  };
}
