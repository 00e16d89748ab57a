const TIMEOUT_MS = 2_000;

/** Whether the issuer of the tokens is there. */
export async function issuerAnswers(issuer: string): Promise<boolean> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  return (await fetch(`${issuer}/.well-known/openid-configuration`, { signal })).ok;
}
