import { examine } from '../doctor/doctor.js';
import { faults } from '../doctor/finding.js';
import type { Layout } from '../layout.js';
import type { PortName, Ports } from '../ports.js';

interface Check {
  readonly layout: Layout;
  readonly env: NodeJS.ProcessEnv;
  readonly ports: Ports;
  /** What is going to start. */
  readonly names: readonly string[];
}

/** @throws Error with a sentence for each thing without which no start can succeed */
export async function checkBeforeStart({ layout, env, ports, names }: Check): Promise<string> {
  const findings = await examine({ layout, env, ports: portsOf(ports, names, env) });
  const missing = faults(findings);
  if (missing.length > 0) throw new Error(missing.map(({ text }) => text).join('\n'));
  const warnings = findings.filter(({ result }) => result === 'warning');
  return warnings.length === 0
    ? `${findings.length} checks passed`
    : warnings.map(({ text }) => text).join(' ');
}

/** The ports that these will listen on; what the environment names elsewhere needs none. */
export function portsOf(ports: Ports, names: readonly string[], env: NodeJS.ProcessEnv): Partial<Ports> {
  const elsewhere = [
    ...(env.DATABASE_URL ? ['postgres'] : []),
    ...(env.REDIS_URL ? ['redis'] : []),
    ...(env.KEYCLOAK_URL ? ['keycloak', 'keycloak-management'] : []),
  ];
  const wanted = [...names, ...(names.includes('keycloak') ? ['keycloak-management'] : [])];
  const entries = Object.entries(ports).filter(
    ([name]) => wanted.includes(name) && !elsewhere.includes(name),
  );
  return Object.fromEntries(entries) as Partial<Record<PortName, number>>;
}
