import { Controller, Get, Module, Post, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { describe, expect, it } from 'vitest';
import { declaredAccess, Public, Scope } from './declared-access.js';
import { requireDeclaredScopes } from './require-declared-scopes.js';

@Controller('levels')
class Levels {
  @Get()
  @Scope('inventory:read')
  list() {}

  @Get('health')
  @Public('a load balancer holds no token')
  health() {}

  notARoute() {}
}

@Controller('adjustments')
class Adjustments extends Levels {
  @Post()
  record() {}
}

async function boot(controllers: Type[]): Promise<void> {
  @Module({ controllers })
  class Feature {}
  @Module({ imports: [Feature] })
  class Root {}
  const app = await NestFactory.create(Root, new FastifyAdapter(), { logger: false });
  try {
    await app.init();
    requireDeclaredScopes(app);
  } finally {
    await app.close();
  }
}

describe('requireDeclaredScopes', () => {
  it('R3: a route with neither a scope nor a reason to be public stops the boot, and is named', async () => {
    await expect(boot([Levels, Adjustments])).rejects.toThrow(/on: Adjustments\.record$/);
  });

  it('R3: an application whose every route is declared starts', async () => {
    await expect(boot([Levels])).resolves.toBeUndefined();
  });
});

describe('the declarations', () => {
  it('say what they were given', () => {
    expect(declaredAccess(Levels.prototype.list)).toEqual({ scope: 'inventory:read' });
    expect(declaredAccess(Levels.prototype.health)).toEqual({
      publicReason: 'a load balancer holds no token',
    });
  });

  it('cannot contradict each other', () => {
    const declare = () => {
      class Both {
        @Scope('inventory:read')
        @Public('both')
        both() {}
      }
      return Both;
    };
    expect(declare).toThrow('both declares its access twice');
  });

  it('refuse an empty reason and what is no scope', () => {
    expect(() => Public(' ')).toThrow('reason');
    expect(() => Scope('inventory:read inventory:write')).toThrow('not a scope');
    expect(() => Scope('')).toThrow('not a scope');
  });
});
