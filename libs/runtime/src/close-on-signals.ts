import type { INestApplicationContext } from '@nestjs/common';
import type { Logger } from '@orgledger/observability';

/** Closes the application once on SIGTERM or SIGINT; a second signal ends the process at once. */
export const closeOnSignals = (application: INestApplicationContext, logger: Logger): void => {
  let closing = false;
  const close = (signal: NodeJS.Signals): void => {
    if (closing) process.exit(1);
    closing = true;
    logger.info({ signal }, 'stopping');
    application.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
};
