import { isDeepStrictEqual } from 'node:util';
import { orders } from '@stockade/contracts';
import type { KeyedPost } from '@stockade/testing';
import { afterAct, newOrder, type OrderAct, type OrderModel } from './order-life.js';
import type { OrderWorld, Step } from './order-world.js';
import type { Order } from './orders-fixture.js';

/** Sentences about what was done that are true and must not be (the life of orders, effects and records). */
export async function orderFaults(world: OrderWorld): Promise<string[]> {
  const { test } = world.fixture;
  const { posts } = world.history;
  const stored = await test.ownerQuery<{
    id: string;
    requestId: string;
    holdsRequest: boolean;
    decidedByCreator: boolean;
  }>(
    `SELECT orders.id, request_id AS "requestId", holds_request AS "holdsRequest",
       status <> 'cancelled' AND decided_by IN (created_by, amended_by) AS "decidedByCreator"
     FROM orders.orders JOIN orders.order_lines lines ON order_id = orders.id WHERE request_id = ANY ($1)`,
    [world.requests.map(({ id }) => id)],
  );
  const held = await Promise.all(stored.map(({ id }) => world.fixture.read(id)));
  const created = posts.flatMap((post) => (post.path === '/v1/orders' ? acknowledged(post) : []));
  const steps = [...posts.flatMap(stepOf), ...world.byJobs];
  return [
    ...(await world.history.faults(test)),
    ...failures(posts),
    ...stored.flatMap(({ id, decidedByCreator }) =>
      decidedByCreator ? [`${id} was decided on by who made it`] : [],
    ),
    ...twiceOrdered(stored),
    ...(created.length === stored.length
      ? []
      : [`${created.length} orders were acknowledged, ${stored.length} are there`]),
    ...held.flatMap((order) =>
      lifeFaults(
        order,
        created.find(({ id }) => id === order.id),
        steps.filter(({ orderId }) => orderId === order.id),
      ),
    ),
  ];
}

function twiceOrdered(stored: readonly { requestId: string; holdsRequest: boolean }[]): string[] {
  const held = stored.filter(({ holdsRequest }) => holdsRequest).map(({ requestId }) => requestId);
  return new Set(held).size < held.length ? ['a request has two orders'] : [];
}

/** Nothing was broken, so nothing may fail; and nobody may decide on an order of their own. */
const failures = (posts: readonly KeyedPost[]): string[] =>
  posts.flatMap(({ caller, path, sendings }) =>
    sendings.flatMap(({ answer }) => {
      if (answer === undefined) return [];
      const { status, text } = answer;
      const ownWasDecided = caller === 'order_placer_as_approver' && status < 300;
      return status >= 500 || ownWasDecided ? [`${caller} ${path}: ${text}`] : [];
    }),
  );

/** Goes through the versions of an order as they were made; each has one author, and its life allows the step. */
function lifeFaults(order: Order, created: Order | undefined, steps: readonly Step[]): string[] {
  if (!created) return [`${order.id} was made by nobody`];
  const faults: string[] = [];
  let model: OrderModel = newOrder(
    created.status,
    created.lines.some(({ sku }) => sku === 'dear'),
  );
  for (let version = 2; version <= order.version; version += 1) {
    const authors = authorsOf(steps.filter((step) => step.version === version));
    const [step] = authors;
    if (step === undefined || authors.length > 1) {
      return [...faults, `version ${version} of ${order.id} has ${authors.length} authors`];
    }
    const next = afterAct(model, step.act);
    if (next?.status !== step.status) {
      faults.push(`${JSON.stringify(step.act)} made ${order.id} ${step.status}, of ${JSON.stringify(model)}`);
    }
    model = next ?? model;
  }
  const found = standingOf(order);
  const { status, revision, held, ordered, received, shortClosed } = model;
  if (!isDeepStrictEqual(found, { status, revision, held, ordered, received, shortClosed })) {
    faults.push(`${order.id} is ${JSON.stringify(found)}, its life made it ${JSON.stringify(model)}`);
  }
  return faults;
}

/** Telling again that an order was sent makes no version: the answer has the one that was found. */
function authorsOf(steps: readonly Step[]): readonly Step[] {
  const others = steps.filter(({ act }) => act.act !== 'transmit');
  return others.length > 0 ? others : steps.slice(0, 1);
}

function stepOf(post: KeyedPost): Step[] {
  if (post.path === '/v1/orders') return [];
  return acknowledged(post).map(({ id, version, status }) => ({
    orderId: id,
    act: actOf(post.path, post.body),
    version,
    status,
  }));
}

function actOf(path: string, body: object): OrderAct {
  const name = path.split('/').at(-1);
  switch (name) {
    case 'approve':
    case 'reject':
    case 'cancel':
    case 'hold':
    case 'resume':
    case 'short-close':
      return { act: name };
    case 'transmission':
      return { act: 'transmit' };
    case 'amendments':
      return { act: 'amend', quantity: orders.amendOrder.body.parse(body).lines[0]?.quantity ?? 0 };
    default:
      return answerIn(orders.acknowledgeOrder.body.parse(body));
  }
}

function answerIn(body: ReturnType<typeof orders.acknowledgeOrder.body.parse>): OrderAct {
  const { decision, revision } = body;
  if (decision === 'declined') return { act: 'decline', revision };
  return { act: 'accept', revision, confirmed: body.lines[0]?.confirmedQuantity ?? 0 };
}

/** What of an order its life tells. */
function standingOf({ status, revision, heldBy, lines }: Order) {
  const [line] = lines;
  return {
    status,
    revision,
    held: heldBy !== null,
    ordered: line?.quantity,
    received: line?.receivedQuantity,
    shortClosed: line?.shortClosedQuantity,
  };
}

/** The order that a request was answered with; none where it was refused. */
function acknowledged({ sendings }: KeyedPost): Order[] {
  const done = sendings.find(({ answer }) => answer !== undefined && answer.status < 300)?.answer;
  return done ? [orders.getOrder.output.parse(JSON.parse(done.text))] : [];
}
