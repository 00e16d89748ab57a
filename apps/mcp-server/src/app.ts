import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestLogger, ProblemFilter, type Refusal } from '@stockade/service/gate';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { McpController } from './http/mcp.controller.js';
import { McpExchange } from './http/mcp-exchange.js';

interface AppParts {
  readonly server: FastifyInstance;
  readonly exchange: McpExchange;
  readonly refusal: Refusal;
  readonly log: Logger;
}

@Module({})
class McpModule {}

/** The Nest application with its one controller; everything before it is on `server` already. */
export async function createApp({
  server,
  exchange,
  refusal,
  log,
}: AppParts): Promise<NestFastifyApplication> {
  const module = {
    module: McpModule,
    controllers: [McpController],
    providers: [{ provide: McpExchange, useValue: exchange }],
  };
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(server), {
    logger: new NestLogger(log),
    bodyParser: false,
    abortOnError: false,
  });
  app.useGlobalFilters(new ProblemFilter(refusal));
  return app.init();
}
