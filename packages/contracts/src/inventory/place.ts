import { z } from 'zod';
import { businessDate, id, location, pageQuery, sku } from '../values.js';

export const service = 'inventory-api';
/** Where stock of one SKU lies. */
export const place = z.strictObject({ sku, location });
/** The business day at hand, where none is named. */
export const today = businessDate.optional();
export const byId = z.strictObject({ id });
/** Query of the lists that go by place. */
export const filter = { ...pageQuery, sku: sku.optional(), location: location.optional() };
