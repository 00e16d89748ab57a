import type { INestApplicationContext } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/internal';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { declaredAccess } from './declared-access.js';

/**
 * Deny by default: walks every route of every controller, and throws with the controllers and methods that
 * have neither `@Scope` nor `@Public`. Call it before the application listens.
 */
export function requireDeclaredScopes(app: INestApplicationContext): void {
  const undeclared = [...app.get(ModulesContainer).values()]
    .flatMap((module) => [...module.controllers.values()])
    .flatMap(({ metatype }) => (metatype ? undeclaredRoutes(metatype) : []));
  if (undeclared.length === 0) return;
  throw new Error(`Declare a scope with @Scope, or @Public with a reason, on: ${undeclared.join(', ')}`);
}

function undeclaredRoutes(controller: { readonly name: string; readonly prototype: object }): string[] {
  return new MetadataScanner()
    .getAllMethodNames(controller.prototype)
    .filter((name) => {
      const handler: unknown = Reflect.get(controller.prototype, name);
      if (typeof handler !== 'function' || !Reflect.hasMetadata(PATH_METADATA, handler)) return false;
      return declaredAccess(handler) === undefined;
    })
    .map((name) => `${controller.name}.${name}`);
}
