import type { CellKey } from '../observation/observation.events.js';
import { knownKind } from '../statement/line-kinds.js';
import type { LineKind } from '../statement/statement.js';

/** The statement's kind that a cell leads to on the accrual basis, before policies. A cell does not say whether a fee bought a commitment. */
export const kindOfCell = (cell: Pick<CellKey, 'recordType' | 'marketplace'>): LineKind => knownKind(cell, 'accrual') ?? 'OTHER';
