/** What `stack env --json` prints. */
export interface StackEnvironment {
  readonly issuer: string;
  readonly services: Readonly<Record<string, { readonly url: string; readonly audience: string }>>;
  readonly database: { readonly adminUrl: string };
  readonly queue: { readonly url: string };
  readonly keycloak: {
    readonly url: string;
    readonly realm: string;
    readonly adminUser: string;
    readonly adminPasswordFile: string;
  };
}
