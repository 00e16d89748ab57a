/**
 * R5: a token is refreshed when 80 % of its lifetime has passed or 30 s before it expires, whichever comes
 * first, and never before it was issued. Times in seconds since the epoch.
 */
export function refreshAt(issuedAt: number, expiresAt: number): number {
  const lifetime = expiresAt - issuedAt;
  return Math.max(issuedAt, Math.min(issuedAt + 0.8 * lifetime, expiresAt - 30));
}
