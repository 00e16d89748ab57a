import {
  governance,
  inventory,
  type JobSpec,
  jobs,
  type OperationSpec,
  orders,
  shipments,
} from '@stockade/contracts';
import { z } from 'zod';
import { type Contradiction, identitiesOf, type NamedIdentity, type References } from './references.js';

const operations: ReadonlyMap<string, OperationSpec> = new Map(
  [inventory, orders, shipments, governance]
    .flatMap((api): OperationSpec[] => Object.values(api))
    .map((operation) => [operation.id, operation]),
);

const allJobs: readonly JobSpec[] = Object.values(jobs);
const consumers: ReadonlyMap<string, string> = new Map(allJobs.map((job) => [job.queue, job.consumer]));
const queuesWithResults = new Set(allJobs.filter((job) => job.result).map((job) => job.queue));

/** Finds what the file says of operations, jobs and queues that the contracts say otherwise. */
export function contractCheck(file: References): Contradiction[] {
  return [
    ...operationFaults(file),
    ...ruleFaults(file),
    ...approvalFaults(file),
    ...producerFaults(file),
    ...consumerFaults(identitiesOf(file)),
    ...collectorFaults(identitiesOf(file)),
  ];
}

function* operationFaults(file: References): Iterable<Contradiction> {
  for (const { id, scope, service } of operations.values()) {
    const known = file.scopes[scope];
    if (known === undefined) {
      yield { path: ['scopes'], detail: `the operation ${id} needs the scope ${scope}: add it` };
    } else if (known.audience !== undefined && known.audience !== service) {
      const detail = `the operation ${id} needs this scope at ${service}: make that its audience`;
      yield { path: ['scopes', scope, 'audience'], detail };
    }
  }
}

/** A condition or an approval narrows an operation of the role by a number that its body has. */
function* ruleFaults(file: References): Iterable<Contradiction> {
  for (const [role, { scopes, conditions, approvals }] of Object.entries(file.roles)) {
    const rules = { conditions, approvals };
    for (const [kind, index, { operation: id, field, allowed }] of enumerated(rules)) {
      if (id === undefined) continue;
      const path = ['roles', role, kind, index];
      const operation = operations.get(id);
      if (operation === undefined) {
        yield {
          path: [...path, 'operation'],
          detail: `${id} is an unknown operation: use an id of the contracts`,
        };
        continue;
      }
      if (!scopes.includes(operation.scope)) {
        const detail = `the role does not hold ${operation.scope}, which ${id} needs: remove it from ${kind}`;
        yield { path: [...path, 'operation'], detail };
      }
      const wanted = allowed ? 'text' : 'number';
      const known = kind === 'approvals' ? numbersOf(operation.body) : fieldsOf(operation, wanted);
      if (field !== undefined && !known.includes(field)) {
        const use = known.join(', ') || 'none';
        const detail = `${field} is no ${wanted} in the input of ${id}: use one of its ${wanted}s (${use})`;
        yield { path: [...path, 'field'], detail };
      }
    }
  }
}

function enumerated<R>(rules: Readonly<Record<string, readonly R[]>>): [string, number, R][] {
  return Object.entries(rules).flatMap(([kind, list]) =>
    list.map((rule, index): [string, number, R] => [kind, index, rule]),
  );
}

/** Who needs approvals must be able to ask for them, and to spend them where the operation runs. */
function* approvalFaults(file: References): Iterable<Contradiction> {
  const { scope } = governance.requestApproval;
  for (const [role, { scopes, approvals }] of Object.entries(file.roles)) {
    if (approvals.length === 0 || scopes.includes(scope)) continue;
    yield {
      path: ['roles', role, 'approvals'],
      detail: `the role does not hold ${scope}: add it to its scopes`,
    };
  }
}

function* producerFaults(file: References): Iterable<Contradiction> {
  for (const [role, { produces }] of Object.entries(file.roles)) {
    for (const [index, queue] of produces.entries()) {
      if (!consumers.has(queue))
        yield { path: ['roles', role, 'produces', index], detail: unknownQueue(queue) };
    }
  }
}

/** A queue has one consumer, and it is the one that its jobs name. */
function* consumerFaults(identities: readonly NamedIdentity[]): Iterable<Contradiction> {
  for (const { section, name, consumes } of identities) {
    for (const [index, queue] of consumes.entries()) {
      const consumer = consumers.get(queue);
      if (consumer === name) continue;
      const detail = consumer ? `${queue} is consumed by ${consumer}: remove it here` : unknownQueue(queue);
      yield { path: [section, name, 'consumes', index], detail };
    }
  }
  for (const [queue, consumer] of consumers) {
    const identity = identities.find(({ name }) => name === consumer);
    if (identity?.consumes.includes(queue)) continue;
    yield {
      path: identity ? [identity.section, identity.name] : ['agents'],
      detail: `the jobs of ${queue} are for ${consumer}: add the queue to its consumes`,
    };
  }
}

function* collectorFaults(identities: readonly NamedIdentity[]): Iterable<Contradiction> {
  const collectors = new Map<string, string>();
  for (const { section, name, collects } of identities) {
    for (const [index, queue] of collects.entries()) {
      const path = [section, name, 'collects', index];
      const collector = collectors.get(queue);
      if (!consumers.has(queue)) yield { path, detail: unknownQueue(queue) };
      else if (!queuesWithResults.has(queue))
        yield { path, detail: `the jobs of ${queue} have no result: remove it` };
      else if (collector)
        yield { path, detail: `${collector} collects the results of ${queue}: remove it here` };
      collectors.set(queue, name);
    }
  }
}

function unknownQueue(queue: string): string {
  return `${queue} is an unknown queue: use one of ${[...consumers.keys()].join(', ')}`;
}

/** Fields of an operation's address and body that hold a number or a text, as conditions name them. */
function fieldsOf({ params, body }: OperationSpec, kind: 'number' | 'text'): string[] {
  return [params, body].flatMap((part) => [...leavesOf(jsonSchema(part), kind)]);
}

function* leavesOf(schema: JsonSchema, kind: 'number' | 'text', name = ''): Iterable<string> {
  if (typeof schema !== 'object') return;
  const { type, items, properties = {} } = schema;
  if (type === 'array' && items !== undefined && !Array.isArray(items))
    yield* leavesOf(items, kind, `${name}[]`);
  for (const [key, one] of Object.entries(properties))
    yield* leavesOf(one, kind, name ? `${name}.${key}` : key);
  if (kind === 'text' ? type === 'string' : type === 'integer' || type === 'number') yield name;
}

/** Of those the ones at the top of the body. */
function numbersOf(body: z.ZodType): string[] {
  return [...leavesOf(jsonSchema(body), 'number')].filter((name) => /^\w+$/.test(name));
}

type JsonSchema = z.core.JSONSchema._JSONSchema;

const jsonSchema = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' });
