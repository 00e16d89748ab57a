export type Operation = 'read' | 'write';

/** Requests that a number of connections send one after the other, as fast as they are answered. */
export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly requests: readonly LoadRequest[];
  /** `once` sends each of the requests one time. */
  readonly lasting: 'once' | { readonly seconds: number };
}

export interface LoadResult {
  /** Of status 2xx. */
  readonly answers: number;
  /** Other answers, and requests without one. */
  readonly failures: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}
