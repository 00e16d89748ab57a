export { type ApprovedInput, approvalRule, inputDigest } from './approvals.js';
export { type ConditionFailure, checkConditions } from './conditions.js';
export { type Decision, decide, rolesHolding, scopesAt } from './decide.js';
export { grantsOf } from './grants.js';
export { loadPolicy } from './load-policy.js';
export type {
  AccessPolicy,
  ApprovalRule,
  Condition,
  Grants,
  Identity,
  IdentityKind,
  PlatformLogin,
  Role,
  Scope,
  Verb,
} from './policy.js';
export { approvalPagesClient, desktopClient, peoplesClient, personClients } from './policy.js';
export { PolicyError, type PolicyFault } from './policy-error.js';
export type { Authorized, Principal } from './principal.js';
