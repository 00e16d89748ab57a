import type { AccessPolicy } from '@stockade/access';
import type { Ledger } from './access/ledger.js';
import type { ValueBudgets } from './access/value-budget.js';
import { chaseLateShipment } from './prompts/chase-late-shipment.js';
import { investigateStockOut } from './prompts/investigate-stock-out.js';
import { PromptFeature } from './prompts/prompt-feature.js';
import { reviewOrder } from './prompts/review-order.js';
import { CompletionFeature } from './protocol/completion-feature.js';
import type { Feature } from './protocol/feature.js';
import { accessPolicyResource } from './resources/access-policy.js';
import { OperationReader } from './resources/operation-reader.js';
import { orderIds, orderResource } from './resources/order.js';
import { ResourceFeature } from './resources/resource-feature.js';
import { levelResource, placeCompletions } from './resources/stock.js';
import { shipmentIds, timelineResource } from './resources/timeline.js';
import type { Apis } from './tools/apis.js';
import { type ConsentOf, ToolCalls } from './tools/call-tool.js';
import type { Catalogue } from './tools/catalogue.js';
import { ToolFeature } from './tools/tool-feature.js';

interface FeatureParts {
  readonly policy: AccessPolicy;
  readonly ledger: Ledger;
  readonly apis: Apis;
  readonly catalogue: Catalogue;
  readonly consentOf: ConsentOf;
  readonly budgets: ValueBudgets;
}

/** All that is offered, in one place: a new resource or prompt is one line here, a new operation none. */
export function platformFeatures(parts: FeatureParts): Feature[] {
  const { policy, ledger, apis, catalogue, consentOf, budgets } = parts;
  const operations = new OperationReader(apis);
  const resources = [
    levelResource(operations),
    orderResource(operations),
    timelineResource(operations),
    accessPolicyResource(policy),
  ];
  const prompts = [
    investigateStockOut(placeCompletions(operations)),
    reviewOrder(orderIds(operations)),
    chaseLateShipment(shipmentIds(operations)),
  ];
  const completables = [
    ...resources.map((one) => ({ ...one, reference: one.uri })),
    ...prompts.map((one) => ({ ...one, reference: one.name })),
  ];
  const { scopes } = catalogue;
  return [
    new ToolFeature(policy, catalogue, new ToolCalls(policy, apis, ledger, consentOf, budgets), ledger),
    new ResourceFeature(resources, scopes, policy, ledger),
    new PromptFeature(prompts, scopes, policy, ledger),
    new CompletionFeature(completables, policy, ledger),
  ];
}
