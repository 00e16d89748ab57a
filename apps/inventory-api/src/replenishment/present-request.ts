import type { replenishmentRequest } from '@stockade/contracts';
import type { z } from 'zod';
import type { ReplenishmentRequest } from './replenishment-request.entity.js';

/** A request as the API shows it; the order's version stays inside. */
export const presentRequest = ({
  orderVersion: _inside,
  ...request
}: ReplenishmentRequest): z.output<typeof replenishmentRequest> => request;
