/** What a program needs to run at all, and how it should log; no secret and no address is handed down. */
const inherited = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'SystemRoot',
  'LOG_LEVEL',
  'NODE_OPTIONS',
];
const telemetry = /^OTEL_(?!.*HEADERS)/;

export function inheritedEnvironment(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && (inherited.includes(name) || telemetry.test(name)) ? [[name, value]] : [],
    ),
  );
}
