import type pg from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';

/** A class that TypeORM's decorators describe. */
export type Entity = new () => object;

/** What TypeORM knows of the entities, once for all logins; it works on the connections of others. */
export class Entities {
  private constructor(private readonly source: DataSource) {}

  /** @param pool lends TypeORM a connection once, to ask for the version of the server. */
  static async describe(entities: readonly Entity[], pool: pg.Pool): Promise<Entities> {
    const lending = {
      Pool: function Pool() {
        return pool;
      },
    };
    const source = new DataSource({
      type: 'postgres',
      entities: [...entities],
      installExtensions: false,
      driver: lending,
    });
    return new Entities(await source.initialize());
  }

  /** TypeORM on the connection that `connect` gives, which stays with its owner. */
  on(connect: () => Promise<pg.ClientBase>): QueryRunner {
    return Object.assign(this.source.createQueryRunner(), { connect });
  }
}
