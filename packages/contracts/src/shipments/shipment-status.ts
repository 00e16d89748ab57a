import { z } from 'zod';

export const shipmentStatus = z.enum([
  'planned',
  'pre_transit',
  'in_transit',
  'out_for_delivery',
  'delivered',
  'returned',
  'lost',
  'cancelled',
]);
