import { ManualClock } from '@orgledger/kernel/testing';
import { OperationBoard } from './operation-board.gateway.js';

