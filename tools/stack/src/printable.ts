/** Text that others chose, fit for a terminal: control characters would draw on it. */
export function printable(text: string): string {
  return text.replaceAll(/\p{C}/gu, '?');
}
