import type { LoopbackIssuer } from '@stockade/testing/issuer';

/** Tokens live 300 s; what is measured with them takes a few. */
const RENEWED_AFTER_MS = 150_000;

/** A number of tokens that all live. */
export class LiveTokens {
  #tokens: readonly string[] = [];
  #mintedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly issuer: LoopbackIssuer,
    private readonly count: number,
    private readonly claims: Readonly<Record<string, unknown>> = {},
  ) {}

  /** @param introduce presents new ones to their server, so that it has seen each of them before */
  async current(introduce: (tokens: readonly string[]) => Promise<unknown>): Promise<readonly string[]> {
    if (performance.now() - this.#mintedAt > RENEWED_AFTER_MS) {
      const minting = Array.from({ length: this.count }, () => this.issuer.token(this.claims));
      this.#tokens = await Promise.all(minting);
      this.#mintedAt = performance.now();
      await introduce(this.#tokens);
    }
    return this.#tokens;
  }
}
