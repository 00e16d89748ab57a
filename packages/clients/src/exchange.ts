/** One attempt at a request, in the words of `fetch`. */
export interface HttpRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | null;
  /** A redirect would carry the token to where it was not made out to. */
  readonly redirect: 'error';
  readonly signal: AbortSignal;
}

/** What is read of an answer; a `Response` is one. Names of headers are in lower case. */
export interface HttpAnswer {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** Rejects with a TypeError where there is no answer, and with the reason of the signal where that ends it. */
export type Fetch = (url: URL, request: HttpRequest) => Promise<HttpAnswer>;
