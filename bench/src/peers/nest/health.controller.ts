import { Controller, Get } from '@nestjs/common';

@Controller('health/ready')
export class HealthController {
  @Get()
  ready(): object {
    return {};
  }
}
