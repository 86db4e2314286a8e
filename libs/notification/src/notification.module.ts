import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Module } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CONFIGURATION } from '@orgledger/config';
import type { Configuration } from '@orgledger/config';
import { VIEWS } from '@orgledger/projections';
import { openSealedSecrets, SEALED_SECRETS } from '@orgledger/secrets';
import type { SealedSecrets } from '@orgledger/secrets';
import { NotificationCommandHandler } from './message/notification.handlers.js';
import { createNotificationQueries, NOTIFICATION_QUERIES } from './notification-queries.view.js';
import { TargetCommandHandler } from './target/target.handlers.js';

/** Targets, messages and their queries, for any process; what sends them is the dispatcher of a worker. */
@Module({
  imports: [CqrsModule],
  providers: [
    TargetCommandHandler,
    NotificationCommandHandler,
    {
      provide: NOTIFICATION_QUERIES,
      useFactory: (views: Parameters<typeof createNotificationQueries>[0]) => createNotificationQueries(views),
      inject: [VIEWS],
    },
    {
      provide: SEALED_SECRETS,
      useFactory: ({ dataDir, secretsKeyFile }: Configuration) => {
        mkdirSync(dataDir, { recursive: true });
        return openSealedSecrets({ file: join(dataDir, 'secrets.sqlite'), masterKeyFile: secretsKeyFile ?? join(dataDir, 'secrets.key') });
      },
      inject: [CONFIGURATION],
    },
  ],
  exports: [NOTIFICATION_QUERIES, SEALED_SECRETS],
})
export class NotificationModule implements OnApplicationShutdown {
  constructor(@Inject(SEALED_SECRETS) private readonly secrets: SealedSecrets) {}

  onApplicationShutdown(): Promise<void> {
    return this.secrets.close();
  }
}
