import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A migration as plain SQL, run by the owner. It is never undone: the way back is another migration. */
export abstract class ForwardMigration implements MigrationInterface {
  /** `<what>-<number in 13 digits>`: TypeORM orders migrations by these digits. */
  abstract readonly name: `${string}-${string}`;
  protected abstract readonly sql: string;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(this.sql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error(`${this.name} is not undone; write a migration that goes forward`));
  }
}
