import { All, Controller, Inject, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { McpExchange } from './mcp-exchange.js';

/** The one endpoint of Streamable HTTP: POST for messages, GET and DELETE for the sessions of 2025-11-25. */
@Controller()
export class McpController {
  constructor(@Inject(McpExchange) private readonly exchange: McpExchange) {}

  @All('mcp')
  @RouteConfig({ action: 'mcp' })
  serve(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.exchange.answer(request, reply);
  }
}
