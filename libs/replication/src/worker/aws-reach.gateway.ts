import type { AwsConnections } from '@orgledger/aws';
import type { TenantSnapshot } from '@orgledger/governance';
import type { Clock } from '@orgledger/kernel';
import { AssignmentBoard } from '../perform/assignment-board.gateway.js';
import type { PlatformReach, Reach } from '../run/execute-run.gateway.js';

/** AWS as each platform's settings reach it; one connection and one board of assignments per platform. */
export class AwsReach implements Reach {
  private readonly boards = new WeakMap<object, AssignmentBoard>();

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
    if (known) return { connection, assignments: known };
    const assignments = new AssignmentBoard(connection.forRun({ runId: 'assignments', signal: this.signal }), this.clock, this.signal);
    this.boards.set(connection, assignments);
    return { connection, assignments };
  }
}
