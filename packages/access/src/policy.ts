/** OAuth client through which people obtain tokens for the APIs; no identity may have its name. */
export const peoplesClient = 'stack-cli';
/** OAuth client through which people's own programs, as MCP clients, obtain tokens for services that exchange. */
export const desktopClient = 'mcp-desktop';
/** OAuth client of the pages on which people decide; it is confidential, and keeps their tokens to itself. */
export const approvalPagesClient = 'approval-pages';
/** Their tokens act for a person, never for the client. */
export const personClients: ReadonlySet<string> = new Set([
  peoplesClient,
  desktopClient,
  approvalPagesClient,
]);

/** What access.yaml says, checked and ready for decisions. */
export interface AccessPolicy {
  readonly realm: string;
  readonly token: {
    readonly lifetimeSeconds: number;
    /** Of a token that a service obtained in exchange for the token of its caller. */
    readonly exchangedLifetimeSeconds: number;
  };
  readonly scopes: ReadonlyMap<string, Scope>;
  readonly roles: ReadonlyMap<string, Role>;
  /** Agents, gateways, services and people, by a name that is unique over all four. */
  readonly identities: ReadonlyMap<string, Identity>;
  /** Postgres logins that belong to the platform and to no role. */
  readonly logins: ReadonlyMap<string, PlatformLogin>;
  /** Names of the services that tokens are made out to. */
  readonly audiences: ReadonlySet<string>;
}

export interface Scope {
  readonly audience: string;
  /** For decisions that a person makes: the person's own programs (`desktopClient`) are not given it. */
  readonly inPerson: boolean;
  readonly description: string;
}

export type Verb = 'select' | 'insert' | 'update' | 'delete';

/** Verbs by `schema.table`. */
export type Grants = ReadonlyMap<string, readonly Verb[]>;

export interface Role {
  readonly name: string;
  readonly description: string;
  readonly scopes: ReadonlySet<string>;
  /** Postgres login; no other role has it. */
  readonly login: string;
  readonly grants: Grants;
  /** Queues that the login may enqueue to. */
  readonly produces: ReadonlySet<string>;
  readonly conditions: readonly Condition[];
  readonly approvals: readonly ApprovalRule[];
  readonly limits: {
    readonly approvalAboveMinor?: number;
    /** Share of what was ordered that may be received beyond it; none without it. */
    readonly overReceiptShare?: number;
    /** Base units that a count may differ from the books, either way; none without it. */
    readonly countDifference?: number;
  };
}

/** Narrows an operation by the values that it is called with. */
export interface Condition {
  /** Operation id of the contracts. */
  readonly operation: string;
  /** Field of the operation's body or address: `quantity`, `location`, `lines[].quantity`. */
  readonly field: string;
  /** Bound of a number, without its sign; this or `allowed`. */
  readonly maximumMagnitude?: number;
  /** The only texts: places, suppliers. */
  readonly allowed?: readonly string[];
  readonly reason: string;
}

/** Above this, the role needs the approval of a person for each single call of the operation. */
export interface ApprovalRule {
  /** Operation id of the contracts. */
  readonly operation: string;
  /** Number in the operation's body. */
  readonly field: string;
  readonly aboveMagnitude: number;
  /** Shown to the person who decides. */
  readonly reason: string;
}

export type IdentityKind = 'agent' | 'gateway' | 'service' | 'person';

export interface Identity {
  readonly name: string;
  readonly kind: IdentityKind;
  readonly role: string;
  readonly owner: string;
  readonly purpose: string;
  readonly classification?: string;
  /** A suspended identity obtains no token and may do nothing with one that it still holds. */
  readonly status: 'active' | 'suspended';
  /** Whether it may exchange its callers' tokens (RFC 8693), to act for them at other services. */
  readonly exchanges: boolean;
  readonly limits: {
    readonly requestsPerMinute: number;
    readonly burst: number;
    /** Calls of any one tool. */
    readonly toolCallsPerMinute?: number;
    /** Minor units that it may commit in a day (UTC): through the tool server, and in orders without a person's word. */
    readonly valuePerDayMinor?: number;
    /** Orders that become binding without a person's word, in an hour of the clock. */
    readonly ordersPerHour?: number;
  };
  /** Queues whose jobs it handles. */
  readonly consumes: ReadonlySet<string>;
  /** Queues whose results it records. */
  readonly collects: ReadonlySet<string>;
}

export interface PlatformLogin {
  readonly name: string;
  readonly purpose: string;
  readonly grants: Grants;
}
