import type { AwsConnections } from '@orgledger/aws';
import type { TenantSnapshot } from '@orgledger/governance';
import type { Clock } from '@orgledger/kernel';
import { creationBoard } from '../account-creation/creation-board.gateway.js';
import { AssignmentBoard } from '../perform/assignment-board.gateway.js';
import type { PlatformReach, Reach } from '../run/execute-run.gateway.js';

/** AWS as each platform's settings reach it; one connection per platform, and boards of its operations that all runs share. */
export class AwsReach implements Reach {
  private readonly boards = new WeakMap<object, Omit<PlatformReach, 'connection'>>();

  constructor(
    private readonly aws: Pick<AwsConnections, 'forPlatform'>,
    private readonly clock: Clock,
    /** Names this worker's sessions. */
    private readonly worker: string,
    private readonly signal: AbortSignal,
  ) {}

  of({ platform }: TenantSnapshot): PlatformReach {
    const connection = this.aws.forPlatform(platform, { worker: this.worker });
    const known = this.boards.get(connection);
    if (known) return { connection, ...known };
    const aws = connection.forRun({ runId: 'operations', signal: this.signal });
    const boards = {
      assignments: new AssignmentBoard(aws, this.clock, this.signal),
      creations: creationBoard(aws, this.clock, this.signal),
    };
    this.boards.set(connection, boards);
    return { connection, ...boards };
  }
}
