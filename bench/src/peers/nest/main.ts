import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { TypeOrmModule } from '@nestjs/typeorm';
import { peerSettings } from '../settings.js';
import { HealthController } from './health.controller.js';
import { ISSUER, JwtStrategy } from './jwt.strategy.js';
import { Level } from './level.entity.js';
import { LevelsController } from './levels.controller.js';
import { LevelsService } from './levels.service.js';

/** NestJS as most people write it: a Passport strategy, a repository, a service, a controller. */

const { port, issuer, database } = peerSettings(process.env);
const { host, port: databasePort, database: name, user, password } = database;

@Module({
  imports: [
    PassportModule,
    TypeOrmModule.forRoot({
      type: 'postgres',
      host,
      port: databasePort,
      database: name,
      username: user,
      password,
      entities: [Level],
      installExtensions: false,
    }),
    TypeOrmModule.forFeature([Level]),
  ],
  controllers: [HealthController, LevelsController],
  providers: [LevelsService, JwtStrategy, { provide: ISSUER, useValue: issuer }],
})
class AppModule {}

const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter(), {
  logger: ['error'],
});
await app.listen(port, '127.0.0.1');
process.once('SIGTERM', () => process.exit());
