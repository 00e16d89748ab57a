import { Body, Controller, Get, Param, Post, UseGuards } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { Level } from './level.entity.js';
import { type Adjustment, LevelsService } from './levels.service.js';

@Controller('v1')
@UseGuards(AuthGuard('jwt'))
export class LevelsController {
  constructor(private readonly levels: LevelsService) {}

  @Get('levels/:sku/:location')
  find(@Param('sku') sku: string, @Param('location') location: string): Promise<Level> {
    return this.levels.find(sku, location);
  }

  @Post('adjustments')
  adjust(@Body() adjustment: Adjustment): Promise<Level> {
    return this.levels.adjust(adjustment);
  }
}
