import type { AssignmentDirection, AssignmentOperation, ScopedConnection } from '@orgledger/aws';
import type { Clock } from '@orgledger/kernel';
import { OperationBoard } from './operation-board.gateway.js';

const pace = { betweenLooksMs: 800, youngMs: 2_500 };

/** Follows the assignment operations of one platform to their end: lists that all share, and one look at each operation for its result. */
export class AssignmentBoard {
  private readonly boards: Readonly<Record<AssignmentDirection, OperationBoard>>;

  constructor(
    private readonly aws: ScopedConnection,
    clock: Clock,
    signal: AbortSignal,
  ) {
    const board = (direction: AssignmentDirection) =>
      new OperationBoard(() => aws.ssoAdmin.listAssignmentOperations(direction, 'IN_PROGRESS'), pace, clock, signal);
    this.boards = { creation: board('creation'), deletion: board('deletion') };
  }

  async final(direction: AssignmentDirection, operation: AssignmentOperation): Promise<AssignmentOperation> {
    let latest = operation;
    while (latest.state === 'IN_PROGRESS') {
      await this.boards[direction].gone(operation.requestId);
      latest = (await this.aws.ssoAdmin.describeAssignmentOperation(direction, operation.requestId)) ?? latest;
    }
    return latest;
  }
}
