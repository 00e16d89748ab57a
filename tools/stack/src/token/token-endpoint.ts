import { z } from 'zod';

const granted = z.object({ access_token: z.string() });
const refused = z.object({ error: z.string(), error_description: z.string().optional() });

/** RFC 6749 section 5. @throws Error with the error code and description that the server gave */
export async function requestToken(
  issuer: string,
  parameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const response = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(parameters),
  }).catch(() => {
    throw new Error(`Keycloak does not answer at ${issuer}: run \`pnpm stack status\`.`);
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return granted.parse(body).access_token;
  const { data } = refused.safeParse(body);
  const reason = data ? `${data.error}: ${data.error_description ?? ''}` : `status ${response.status}`;
  throw new Error(`Keycloak gave no token (${reason}).`);
}
