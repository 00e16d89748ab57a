import { Inject, Injectable } from '@nestjs/common';
import { Configuration, ConfigurationError } from '@stockade/service';
import { z } from 'zod';

const variable = z.coerce.number().int().min(0).max(86_400_000).default(2_000);

/** How long requests for one supplier and place are collected in a draft. */
@Injectable()
export class OrderWindow {
  readonly seconds: number;

  /** @throws ConfigurationError when STOCKADE_ORDER_WINDOW_MS is no number of milliseconds up to a day */
  constructor(@Inject(Configuration) { env }: Pick<Configuration, 'env'>) {
    const parsed = variable.safeParse(env.STOCKADE_ORDER_WINDOW_MS);
    if (!parsed.success) {
      throw new ConfigurationError('STOCKADE_ORDER_WINDOW_MS must be milliseconds, at most those of a day.');
    }
    this.seconds = parsed.data / 1000;
  }
}
