import type { LoadRequest } from '../measure/load.js';
import { location, rotatedSkus, skuOf } from '../rig/levels.js';

/** What is asked for: one level by its tool, or the list of all tools. */
export type Method = 'tools/call' | 'tools/list';

const VERSION = '2026-07-28';
const TOOL = 'inventory_get_level';
const meta = {
  'io.modelcontextprotocol/protocolVersion': VERSION,
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** The requests of a comparison as any client of 2026-07-28 sends them, one for each SKU or as many alike. */
export function mcpRequests(method: Method, token: string): LoadRequest[] {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': VERSION,
    'mcp-method': method,
    ...(method === 'tools/call' && { 'mcp-name': TOOL }),
  };
  return Array.from({ length: rotatedSkus }, (_, index) => {
    const asked = { name: TOOL, arguments: { sku: skuOf(index), location } };
    const params = { ...(method === 'tools/call' && asked), _meta: meta };
    return {
      method: 'POST',
      path: '/mcp',
      headers,
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    };
  });
}
