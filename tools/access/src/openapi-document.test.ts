import { fileURLToPath } from 'node:url';
import { loadPolicy } from '@stockade/access';
import { inventory } from '@stockade/contracts';
import { expect, it } from 'vitest';
import { openApiDocument } from './openapi-document.js';

const policy = loadPolicy(fileURLToPath(new URL('../../../access.yaml', import.meta.url)));

it('names for each operation its scope, the roles that hold it, its headers and its refusals', () => {
  const document = openApiDocument('inventory-api', Object.values(inventory), policy);
  const adjust = {
    operationId: 'inventory.record_adjustment',
    security: [{ oauth2: ['inventory:write'] }],
    'x-roles': ['InventoryManager', 'Operator'],
    parameters: [
      { name: 'Idempotency-Key', in: 'header', required: true },
      {
        name: 'Approval-Id',
        in: 'header',
        required: false,
        description: expect.stringContaining('above 100000'),
      },
    ],
    responses: { 201: {}, 401: {}, 403: {}, 429: {}, 503: {} },
  };
  expect(document).toMatchObject({ openapi: '3.1.0', paths: { '/v1/adjustments': { post: adjust } } });
});
