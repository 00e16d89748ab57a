import { loadPolicy } from '@stockade/access';
import { examine } from '../doctor/doctor.js';
import { faults } from '../doctor/finding.js';
import { readEnvironment, shellExports } from '../environment.js';
import type { Layout } from '../layout.js';
import { portsFrom } from '../ports.js';
import { SecretStore } from '../secrets/secret-store.js';
import { portsOf } from '../start/check-before-start.js';
import { stackStatus, statusTable } from '../status.js';
import { obtainToken } from '../token/obtain-token.js';
import type { TokenRequest } from '../token/requested-scope.js';

const notRunning = 3;

export function printStatus(layout: Layout, json: boolean): void {
  const status = stackStatus(layout);
  print(json ? JSON.stringify(status, undefined, 2) : statusTable(status));
  if (!status.running) process.exitCode = notRunning;
  else if (status.units.some(({ state }) => state !== 'ready')) process.exitCode = 1;
}

export function printEnvironment(layout: Layout, json: boolean): void {
  const environment = readEnvironment(new SecretStore(layout.secrets));
  print(json ? JSON.stringify(environment, undefined, 2) : shellExports(environment));
}

export async function printToken(layout: Layout, client: string, request: TokenRequest): Promise<void> {
  const secrets = new SecretStore(layout.secrets);
  const policy = loadPolicy(layout.policyFile);
  print(await obtainToken(policy, secrets, () => readEnvironment(secrets), client, request));
}

/** Ports of a running stack are its own, so they are not looked at. */
export async function printDoctor(layout: Layout, env: NodeJS.ProcessEnv, json: boolean): Promise<void> {
  const ports = portsFrom(env.STACK_PORT_BASE);
  const own = stackStatus(layout)
    .units.filter(({ pid }) => pid !== null)
    .map(({ name }) => name);
  const looked = Object.keys(ports).filter((name) => !own.includes(name));
  const findings = await examine({ layout, env, ports: portsOf(ports, looked, env) });
  const marks = { ok: '✔', warning: '!', missing: '✖' };
  const lines = findings.map(({ check, result, text }) => `${marks[result]} ${check.padEnd(12)} ${text}`);
  print(json ? JSON.stringify(findings, undefined, 2) : lines.join('\n'));
  if (faults(findings).length > 0) process.exitCode = 1;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
