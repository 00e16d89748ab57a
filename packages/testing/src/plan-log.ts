import './provided-context.js';
import { open } from 'node:fs/promises';
import { inject } from 'vitest';
import type { TestDatabase } from './test-database.js';

/** A node of a plan as EXPLAIN prints it, with what it did. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly Schema?: string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

interface LoggedPlan {
  readonly 'Query Text': string;
  readonly Plan: PlanNode;
}

/** auto_explain of every statement, those of functions too, with the plan that was used and what it read. */
const explaining = {
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_verbose': 'on',
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_format': 'json',
  session_preload_libraries: 'auto_explain',
};

const TABLE_ROWS = 10_000;

/** The plans that Postgres used for the statements of a database's sessions, as its log has them. */
export class PlanLog {
  #position = 0;

  private constructor(
    private readonly test: TestDatabase,
    private readonly log: string,
  ) {}

  /** Has every session that begins from now on log its plans. */
  static async of(test: TestDatabase): Promise<PlanLog> {
    const log = new PlanLog(test, inject('cluster').log);
    for (const [name, value] of Object.entries(explaining)) await log.set(name, value);
    await log.#unread();
    return log;
  }

  /** Changes a setting of the sessions that begin from now on. */
  async set(name: string, value: string): Promise<void> {
    await this.test.ownerQuery(`ALTER DATABASE ${this.test.database.database} SET ${name} = '${value}'`);
  }

  /** Tables of a schema that hold too few rows for their plans to tell anything. */
  async smallTables(schema: string): Promise<string[]> {
    const tables = await this.#rowsByTable(schema);
    return [...tables].flatMap(([table, rows]) => (rows < TABLE_ROWS ? [table] : [])).sort();
  }

  /**
   * What was read since the last time in more than `most` rows or by a scan, of tables that hold many: each as
   * `inventory.movements, Seq Scan, 100000 rows: SELECT …`.
   * @param except beginnings of statements that may, with the reason
   */
  async wideReads(
    schema: string,
    most: number,
    except: Readonly<Record<string, string>> = {},
  ): Promise<string[]> {
    const tables = await this.#rowsByTable(schema);
    const isLarge = (table: string) => (tables.get(table) ?? 0) >= TABLE_ROWS;
    const found = (await this.#plans()).flatMap((logged) =>
      nodesOf(logged.Plan).flatMap((node) => {
        const table = `${node.Schema}.${node['Relation Name']}`;
        const rows = rowsRead(node);
        if (!isLarge(table) || (rows <= most && node['Node Type'] !== 'Seq Scan')) return [];
        const statement = logged['Query Text'].replaceAll(/\s+/g, ' ').trim();
        if (Object.keys(except).some((beginning) => statement.startsWith(beginning))) return [];
        return [`${table}, ${node['Node Type']}, ${rows} rows: ${statement}`];
      }),
    );
    return [...new Set(found)];
  }

  /** As the statistics say. */
  async #rowsByTable(schema: string): Promise<Map<string, number>> {
    const rows = await this.test.ownerQuery<{ name: string; rows: number }>(
      `SELECT relnamespace::regnamespace || '.' || relname AS name, reltuples AS rows FROM pg_class
       WHERE relkind = 'r' AND relnamespace = $1::regnamespace`,
      [schema],
    );
    return new Map(rows.map(({ name, rows: count }) => [name, count]));
  }

  /** The statements of other databases' tests are in the log too. */
  async #plans(): Promise<LoggedPlan[]> {
    const head = `${this.test.database.database}:LOG:  duration: `;
    const plans: LoggedPlan[] = [];
    for (const entry of (await this.#unread()).split(/\n(?!\t)/)) {
      const json = entry.indexOf('plan:\n');
      if (entry.startsWith(head) && json > 0) plans.push(JSON.parse(entry.slice(json + 'plan:\n'.length)));
    }
    return plans;
  }

  async #unread(): Promise<string> {
    const file = await open(this.log);
    try {
      const { size } = await file.stat();
      const unread = Buffer.alloc(size - this.#position);
      await file.read(unread, 0, unread.length, this.#position);
      this.#position = size;
      return unread.toString('utf8');
    } finally {
      await file.close();
    }
  }
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** Rows that a node took from its table, those that it dropped again too. */
const rowsRead = (node: PlanNode): number =>
  Math.round(
    node['Actual Loops'] *
      (node['Actual Rows'] +
        (node['Rows Removed by Filter'] ?? 0) +
        (node['Rows Removed by Index Recheck'] ?? 0)),
  );
