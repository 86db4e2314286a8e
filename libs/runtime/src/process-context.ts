import type { Configuration } from '@orgledger/config';
import type { Logger } from '@orgledger/observability';

/** What a process knows before any module is made. */
export interface ProcessContext {
  /** api, replicator or standalone: in the log and in the ready line. */
  readonly name: string;
  readonly configuration: Configuration;
  readonly logger: Logger;
}
