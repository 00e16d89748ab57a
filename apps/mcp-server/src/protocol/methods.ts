const known: ReadonlySet<string> = new Set([
  'initialize',
  'server/discover',
  'ping',
  'tools/list',
  'tools/call',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'prompts/list',
  'prompts/get',
  'completion/complete',
  'subscriptions/listen',
  'logging/setLevel',
  'notifications/initialized',
  'notifications/cancelled',
]);

/** What the audit calls a message of a method: never text of the caller's own. */
export function actionOf(method: string | undefined): string {
  if (method === undefined) return 'mcp.response';
  return known.has(method) ? `mcp.${method}` : 'mcp.unknown_method';
}
