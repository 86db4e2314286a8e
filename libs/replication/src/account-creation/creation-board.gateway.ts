import type { ScopedConnection } from '@orgledger/aws';
import type { Clock } from '@orgledger/kernel';
import { OperationBoard } from '../perform/operation-board.gateway.js';

const pace = { betweenLooksMs: 1_500, youngMs: 15_000, longestMs: 10 * 60_000 };

/** Tells when account creations of one platform have ended: one list for all of them, none while they are too young to end. */
export const creationBoard = (aws: ScopedConnection, clock: Clock, signal: AbortSignal): OperationBoard =>
  new OperationBoard({ inProgress: () => aws.organizations.listAccountCreations(['IN_PROGRESS']) }, pace, clock, signal);
