import type { StatementDocument } from './export-document.js';

/** A statement as one JSON object. Amounts stay decimal text. */
export const statementJson = ({ statement, assignedPaymentMethod, ...stamp }: StatementDocument): string =>
  JSON.stringify({ ...stamp, ...statement, ...(assignedPaymentMethod ? { assignedPaymentMethod } : {}) });
