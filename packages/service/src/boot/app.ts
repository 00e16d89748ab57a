import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { AccessPolicy } from '@stockade/access';
import { requireDeclaredScopes } from '@stockade/auth/nest';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Configuration } from '../configuration.js';
import type { ServiceDefinition } from '../definition.js';
import { ProblemFilter } from '../http/problem-filter.js';
import { RequestPipeline } from '../request/pipeline.js';
import type { Refusal } from '../request/refusal.js';
import { NestLogger } from './nest-logger.js';
import { peerProviders } from './peers.js';
import type { Resources } from './resources.js';

/** Injects the `AccessPolicy`. */
export const POLICY = Symbol('access policy');

interface AppParts extends ServiceDefinition {
  readonly server: FastifyInstance;
  readonly pipeline: RequestPipeline;
  readonly refusal: Refusal;
  readonly configuration: Configuration;
  readonly policy: AccessPolicy;
  readonly resources: Resources;
  readonly log: Logger;
}

@Module({})
class ServiceModule {}

/** The Nest application whose controllers are the handlers; everything before them is on `server` already. */
export async function createApp(parts: AppParts): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter(parts.server);
  const app = await NestFactory.create<NestFastifyApplication>(moduleOf(parts), adapter, {
    logger: new NestLogger(parts.log),
    bodyParser: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter(parts.refusal));
  await app.init();
  requireDeclaredScopes(app);
  return app;
}

function moduleOf(parts: AppParts): DynamicModule {
  const { operations, providers = [], consumers = [], pipeline, configuration, policy } = parts;
  return {
    module: ServiceModule,
    controllers: [...operations],
    providers: [
      { provide: RequestPipeline, useValue: pipeline },
      { provide: Configuration, useValue: configuration },
      { provide: POLICY, useValue: policy },
      ...peerProviders(policy, parts.name, configuration, parts.resources),
      ...providers,
      ...consumers.filter((one) => typeof one === 'function'),
    ],
  };
}
