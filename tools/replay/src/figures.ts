export const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`;

/** Millions of US dollars. */
export const millions = (usd: number): string => `${(usd / 1e6).toFixed(1)} M`;
