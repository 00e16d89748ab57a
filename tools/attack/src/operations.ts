import { z } from 'zod';

const operation = z.object({
  operationId: z.string(),
  security: z.tuple([z.object({ oauth2: z.tuple([z.string()]) })]),
  'x-roles': z.array(z.string()),
});
const document = z.object({
  paths: z.record(z.string(), z.record(z.enum(['get', 'post', 'put']), operation.optional())),
});

/** An operation that a running service offers. */
export interface Operation {
  readonly id: string;
  readonly service: string;
  readonly method: string;
  /** With something plausible for each of its parameters. */
  readonly url: string;
  readonly roles: readonly string[];
}

const places: Readonly<Record<string, string>> = { sku: 'any-sku', location: 'ACCRA' };
const anyId = '00000000-0000-4000-8000-000000000000';

/** The tool server offers the operations of these, and has no document of its own. */
const apisOf = <T>(services: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(services).filter(([name]) => name.endsWith('-api'));

/** What the OpenAPI documents of the running services list. @throws Error where one does not run */
export async function readOperations(
  services: Readonly<Record<string, { readonly url: string }>>,
): Promise<Operation[]> {
  const found = await Promise.all(
    apisOf(services).map(async ([service, { url }]) => {
      const answer = await fetch(`${url}/openapi.json`).catch(() => {
        throw new Error(`${service} does not answer at ${url}: start the stack with \`pnpm stack up\`.`);
      });
      const { paths } = document.parse(await answer.json());
      return Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).flatMap(([method, one]) =>
          one === undefined
            ? []
            : [
                {
                  id: one.operationId,
                  service,
                  method: method.toUpperCase(),
                  url: url + filled(path),
                  roles: one['x-roles'],
                },
              ],
        ),
      );
    }),
  );
  return found.flat();
}

const filled = (path: string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => places[name] ?? anyId);
