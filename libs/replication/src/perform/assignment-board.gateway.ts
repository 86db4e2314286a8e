import type { AssignmentDirection, AssignmentOperation, ScopedConnection } from '@orgledger/aws';
import type { Clock } from '@orgledger/kernel';
import { OperationBoard } from './operation-board.gateway.js';

const pace = { betweenLooksMs: 900, youngMs: 2_500, longestMs: 10 * 60_000 };

/** Follows the assignment operations of one platform to their end: lists that all share, and a look at each operation whose result they do not show. */
export class AssignmentBoard {
  private readonly boards: Readonly<Record<AssignmentDirection, OperationBoard>>;

  constructor(
    private readonly aws: ScopedConnection,
    clock: Clock,
    signal: AbortSignal,
  ) {
    const board = (direction: AssignmentDirection) =>
      new OperationBoard(
        {
          inProgress: () => aws.ssoAdmin.listAssignmentOperations(direction, 'IN_PROGRESS'),
          succeeded: (requestIds) => aws.ssoAdmin.lastSucceeded(direction, requestIds),
        },
        pace,
        clock,
        signal,
      );
    this.boards = { creation: board('creation'), deletion: board('deletion') };
  }

  async final(direction: AssignmentDirection, operation: AssignmentOperation): Promise<AssignmentOperation> {
    let latest = operation;
    while (latest.state === 'IN_PROGRESS') {
      if ((await this.boards[direction].gone(operation.requestId)) === 'succeeded') return { ...latest, state: 'SUCCEEDED' };
      latest = (await this.aws.ssoAdmin.describeAssignmentOperation(direction, operation.requestId)) ?? latest;
    }
    return latest;
  }
}
