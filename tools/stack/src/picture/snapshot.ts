/** What the agents are doing, at one moment. */
export interface Snapshot {
  /** Last business day that was closed, `YYYY-MM-DD`. */
  readonly businessDate: string | null;
  readonly stock: {
    /** Base units on hand, over all levels. */
    readonly units: number;
    readonly levels: number;
    readonly empty: number;
    /** Levels for which a replenishment request is open or ordered. */
    readonly low: number;
  };
  readonly orders: Counts;
  readonly shipments: Counts;
  /** Jobs that were given up, by queue; queues without any are left out. */
  readonly deadLetters: Counts;
  readonly agents: readonly AgentActivity[];
  /** Newest first. */
  readonly audit: readonly AuditLine[];
}

export type Counts = Readonly<Record<string, number>>;

interface Tally {
  readonly allowed: number;
  readonly denied: number;
  readonly failed: number;
}

export interface AgentActivity {
  readonly agent: string;
  readonly lastMinute: Tally;
  readonly total: Tally;
}

export interface AuditLine {
  readonly at: Date;
  readonly agent: string;
  readonly action: string;
  readonly resource: string;
  readonly result: string;
  readonly reason: string | null;
}
