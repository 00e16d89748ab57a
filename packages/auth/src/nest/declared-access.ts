import 'reflect-metadata';

/** What a route says about who may call it. */
export type DeclaredAccess = { readonly scope: string } | { readonly publicReason: string };

const METADATA = 'stockade:access';
/** RFC 6749 section 3.3. */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** The one scope that the route needs. */
export function Scope(scope: string): MethodDecorator {
  if (!SCOPE_TOKEN.test(scope)) throw new Error(`"${scope}" is not a scope`);
  return declare({ scope });
}

/** The route is open to everyone, for the reason given. */
export function Public(reason: string): MethodDecorator {
  if (reason.trim() === '') throw new Error('a public route needs a reason');
  return declare({ publicReason: reason });
}

/** What `Scope` or `Public` said about a handler; undefined where neither did. */
export function declaredAccess(handler: object): DeclaredAccess | undefined {
  return Reflect.getOwnMetadata(METADATA, handler);
}

function declare(access: DeclaredAccess): MethodDecorator {
  return (_, name, descriptor) => {
    const handler: unknown = descriptor.value;
    if (typeof handler !== 'function') throw new Error(`${String(name)} is not a method`);
    if (declaredAccess(handler)) throw new Error(`${String(name)} declares its access twice`);
    Reflect.defineMetadata(METADATA, access, handler);
  };
}
