import type { ServiceDefinition } from '@stockade/service';
import { ListAlerts } from './alerts/list-alerts.js';
import { DecideApproval } from './approvals/decide-approval.js';
import { GetApproval } from './approvals/get-approval.js';
import { ListApprovals } from './approvals/list-approvals.js';
import { PresentApproval } from './approvals/present-approval.js';
import { RequestApproval } from './approvals/request-approval.js';

export const governanceApi = {
  name: 'governance-api',
  openapi: new URL('../openapi.json', import.meta.url),
  operations: [RequestApproval, PresentApproval, ListApprovals, GetApproval, DecideApproval, ListAlerts],
} satisfies ServiceDefinition;
