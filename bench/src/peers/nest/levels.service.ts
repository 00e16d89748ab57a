import { ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Level } from './level.entity.js';

export interface Adjustment {
  readonly sku: string;
  readonly location: string;
  readonly delta: number;
}

@Injectable()
export class LevelsService {
  constructor(@InjectRepository(Level) private readonly levels: Repository<Level>) {}

  async find(sku: string, location: string): Promise<Level> {
    const level = await this.levels.findOneBy({ sku, location });
    if (!level) throw new NotFoundException();
    return level;
  }

  adjust({ sku, location, delta }: Adjustment): Promise<Level> {
    return this.levels.manager.transaction(async (manager) => {
      const level = await manager.findOne(Level, {
        where: { sku, location },
        lock: { mode: 'pessimistic_write' },
      });
      if (!level) throw new NotFoundException();
      if (level.available + delta < 0) throw new ConflictException();
      level.onHand += delta;
      return manager.save(level);
    });
  }
}
