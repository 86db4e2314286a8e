import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { CONFIGURATION } from '@orgledger/config';
import type { Configuration } from '@orgledger/config';
import { ExportThreads } from '@orgledger/metering';
import { ExportsController } from './exports.controller.js';

/** Downloads, made in threads that read the views through handles of their own. */
@Module({
  controllers: [ExportsController],
  providers: [
    {
      provide: ExportThreads,
      useFactory: ({ dataDir }: Configuration) => new ExportThreads({ viewsFile: join(dataDir, 'views.sqlite') }),
      inject: [CONFIGURATION],
    },
  ],
})
export class ExportsModule {}
