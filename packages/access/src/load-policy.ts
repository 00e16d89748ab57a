import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { contractCheck } from './contract-check.js';
import { crossCheck } from './cross-check.js';
import type { AccessPolicy, Condition, Grants, Identity, Role, Verb } from './policy.js';
import { PolicyError, type PolicyFault } from './policy-error.js';
import { type PolicyFile, policyFile } from './policy-file.js';
import { type PolicySource, readSource } from './policy-source.js';
import { references, sections } from './references.js';

const byPosition = (one: PolicyFault, other: PolicyFault): number =>
  one.line - other.line || one.column - other.column;

/**
 * Reads access.yaml and checks it against itself and the contracts.
 * @throws {PolicyError} with every fault, its line and column, and what to do
 */
export function loadPolicy(file: string): AccessPolicy {
  return parsePolicy(readText(file), file);
}

/** As `loadPolicy`, of text that is at hand; `file` names it in faults. */
export function parsePolicy(text: string, file: string): AccessPolicy {
  const source = readSource(text);
  if (source.faults.length > 0) throw new PolicyError(file, source.faults);
  const parsed = policyFile.safeParse(source.value);
  const shape = parsed.error?.issues.flatMap((issue) => faultsOf(source, issue)) ?? [];
  const named = references.parse(source.value);
  const contradictions = [...crossCheck(named), ...contractCheck(named)];
  const faults = [...shape, ...contradictions.map(({ path, detail }) => source.fault(path, detail))];
  if (faults.length > 0 || !parsed.success) throw new PolicyError(file, faults.toSorted(byPosition));
  return toPolicy(parsed.data);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const detail = `cannot be read (${cause instanceof Error ? cause.message : cause}): name the policy file`;
    throw new PolicyError(file, [{ line: 1, column: 1, path: '', detail }]);
  }
}

function faultsOf(source: PolicySource, issue: z.core.$ZodIssue): PolicyFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      source.fault([...issue.path, key], 'is no key that is known here: remove it or correct its spelling'),
    );
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.map(({ message }) => source.fault(issue.path, message));
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return [source.fault(issue.path, `is missing: add ${String(issue.path.at(-1))}`)];
  }
  return [source.fault(issue.path, issue.message)];
}

function toPolicy(file: PolicyFile): AccessPolicy {
  return {
    realm: file.realm,
    token: file.token,
    scopes: new Map(Object.entries(file.scopes)),
    roles: new Map(Object.entries(file.roles).map(([name, role]) => [name, toRole(name, role)])),
    identities: new Map(toIdentities(file).map((identity) => [identity.name, identity])),
    logins: new Map(
      Object.entries(file.logins).map(([name, { purpose, grants }]) => [
        name,
        { name, purpose, grants: toGrants(grants) },
      ]),
    ),
    audiences: new Set(Object.keys(file.services)),
  };
}

function toRole(name: string, role: PolicyFile['roles'][string]): Role {
  const { approvalAboveMinor, overReceiptShare, countDifference } = role.limits;
  return {
    ...role,
    name,
    scopes: new Set(role.scopes),
    conditions: role.conditions.map(toCondition),
    grants: toGrants(role.grants),
    produces: new Set(role.produces),
    limits: {
      ...(approvalAboveMinor === undefined ? {} : { approvalAboveMinor }),
      ...(overReceiptShare === undefined ? {} : { overReceiptShare }),
      ...(countDifference === undefined ? {} : { countDifference }),
    },
  };
}

function toIdentities(file: PolicyFile): Identity[] {
  return sections.flatMap(([section, kind]) =>
    Object.entries(file[section]).map(([name, { classification, limits, ...identity }]) => ({
      ...identity,
      limits: toLimits(limits),
      name,
      kind,
      ...(classification === undefined ? {} : { classification }),
      consumes: new Set(identity.consumes),
      collects: new Set(identity.collects),
    })),
  );
}

function toGrants(grants: Record<string, Verb[]>): Grants {
  return new Map(Object.entries(grants));
}

function toLimits(given: PolicyFile['agents'][string]['limits']): Identity['limits'] {
  const { toolCallsPerMinute, valuePerDayMinor, ordersPerHour, ...limits } = given;
  return {
    ...limits,
    ...(toolCallsPerMinute !== undefined && { toolCallsPerMinute }),
    ...(valuePerDayMinor !== undefined && { valuePerDayMinor }),
    ...(ordersPerHour !== undefined && { ordersPerHour }),
  };
}

function toCondition({
  maximumMagnitude,
  allowed,
  ...rest
}: PolicyFile['roles'][string]['conditions'][number]): Condition {
  return {
    ...rest,
    ...(maximumMagnitude !== undefined && { maximumMagnitude }),
    ...(allowed !== undefined && { allowed }),
  };
}
