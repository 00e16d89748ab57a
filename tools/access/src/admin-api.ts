import { readFile } from 'node:fs/promises';
import { z } from 'zod';

export interface AdminCredentials {
  readonly keycloakUrl: string;
  readonly adminUser: string;
  readonly adminPasswordFile: string;
}

type Method = 'POST' | 'PUT' | 'DELETE';

/** Keycloak's admin REST API, under `/admin/realms`; keeps a list of what it wrote. */
export class AdminApi {
  /** What was written, a line each, for people. */
  readonly writes: string[] = [];

  private constructor(
    private readonly base: string,
    private readonly token: string,
  ) {}

  /** Signs in; the token lives a minute, longer than any use of this takes. */
  static async signIn({ keycloakUrl, adminUser, adminPasswordFile }: AdminCredentials): Promise<AdminApi> {
    const password = (await readFile(adminPasswordFile, 'utf8')).trim();
    const response = await fetch(`${keycloakUrl}/realms/master/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'password',
        client_id: 'admin-cli',
        username: adminUser,
        password,
      }),
    }).catch((cause: unknown) => {
      throw new Error(`Keycloak does not answer at ${keycloakUrl}: start it, or correct the URL`, { cause });
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(
        `Keycloak refuses ${adminUser} with ${response.status}: check the password in ${adminPasswordFile}`,
      );
    }
    const { access_token } = z.object({ access_token: z.string() }).parse(await response.json());
    return new AdminApi(`${keycloakUrl}/admin/realms`, access_token);
  }

  /** Reads; undefined where there is no such resource. */
  async get<T extends z.ZodType>(path: string, schema: T): Promise<z.output<T> | undefined> {
    const response = await fetch(this.base + path, { headers: this.authorization });
    if (response.status === 404) {
      await response.body?.cancel();
      return undefined;
    }
    await refuseFailure(response, `GET ${path}`);
    return schema.parse(await response.json());
  }

  /** Writes; `what` says it to people. */
  async write(what: string, method: Method, path: string, body?: unknown): Promise<void> {
    const response = await fetch(this.base + path, {
      method,
      headers: { ...this.authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    await refuseFailure(response, `${method} ${path} (${what})`);
    await response.body?.cancel();
    this.writes.push(what);
  }

  private get authorization() {
    return { authorization: `Bearer ${this.token}` };
  }
}

/** Keycloak's answers to a refused write name the field and hold no secret. */
async function refuseFailure(response: Response, what: string): Promise<void> {
  if (response.ok) return;
  throw new Error(`Keycloak answers ${response.status} to ${what}: ${await response.text()}`);
}
