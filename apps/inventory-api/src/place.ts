import { location, Problem, sku } from '@stockade/contracts';
import { z } from 'zod';

/** Where stock of one SKU lies. */
export interface Place {
  readonly sku: string;
  readonly location: string;
}

/** Cursor of the lists that go by SKU and location. */
export const placeCursor = z.tuple([sku, location]);

export const noStock = ({ sku, location }: Place) =>
  new Problem('not_found', { detail: `There is no stock of ${sku} at ${location}.` });
