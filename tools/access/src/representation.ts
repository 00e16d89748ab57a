/** The parts of Keycloak's realm representation that are generated (its REST API names them so). */
export interface RealmRepresentation extends RealmSettings {
  readonly realm: string;
  readonly roles: { readonly realm: readonly RoleRepresentation[] };
  readonly clientScopes: readonly ClientScopeRepresentation[];
  readonly defaultDefaultClientScopes: readonly string[];
  readonly scopeMappings: readonly { readonly clientScope: string; readonly roles: readonly string[] }[];
  readonly clients: readonly ClientRepresentation[];
  readonly users: readonly UserRepresentation[];
  readonly components: Readonly<Record<string, readonly object[]>>;
}

/** Rules that Keycloak holds every request of a client to. */
interface ClientProfileRepresentation {
  readonly name: string;
  readonly description: string;
  readonly executors: readonly { readonly executor: string; readonly configuration: object }[];
}

interface ClientPolicyRepresentation {
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly conditions: readonly { readonly condition: string; readonly configuration: object }[];
  readonly profiles: readonly string[];
}

export interface RealmSettings {
  readonly enabled: boolean;
  readonly sslRequired: string;
  readonly defaultSignatureAlgorithm: string;
  /** Seconds. */
  readonly accessTokenLifespan: number;
  readonly registrationAllowed: boolean;
  readonly resetPasswordAllowed: boolean;
  readonly editUsernameAllowed: boolean;
  readonly loginWithEmailAllowed: boolean;
  readonly bruteForceProtected: boolean;
  readonly eventsEnabled: boolean;
  /** Seconds. */
  readonly eventsExpiration: number;
  readonly adminEventsEnabled: boolean;
  readonly adminEventsDetailsEnabled: boolean;
  readonly clientProfiles: { readonly profiles: readonly ClientProfileRepresentation[] };
  readonly clientPolicies: { readonly policies: readonly ClientPolicyRepresentation[] };
}

interface RoleRepresentation {
  readonly name: string;
  readonly description: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

export interface MapperRepresentation {
  readonly name: string;
  readonly protocol: 'openid-connect';
  readonly protocolMapper: string;
  readonly config: Readonly<Record<string, string>>;
}

export interface ClientScopeRepresentation {
  readonly name: string;
  readonly description: string;
  readonly protocol: 'openid-connect';
  readonly attributes: Readonly<Record<string, string>>;
  readonly protocolMappers: readonly MapperRepresentation[];
}

export interface ClientRepresentation {
  readonly clientId: string;
  readonly description: string;
  readonly enabled: boolean;
  readonly protocol: 'openid-connect';
  readonly publicClient: boolean;
  readonly standardFlowEnabled: boolean;
  readonly implicitFlowEnabled: boolean;
  readonly directAccessGrantsEnabled: boolean;
  readonly serviceAccountsEnabled: boolean;
  readonly fullScopeAllowed: boolean;
  readonly redirectUris: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
  readonly defaultClientScopes: readonly string[];
  readonly optionalClientScopes: readonly string[];
}

export interface UserRepresentation {
  readonly username: string;
  readonly enabled: boolean;
  readonly realmRoles: readonly string[];
  /** Of a service account: the client that it belongs to. */
  readonly serviceAccountClientId?: string;
  readonly email?: string;
  readonly emailVerified?: boolean;
  readonly firstName?: string;
  readonly lastName?: string;
}
