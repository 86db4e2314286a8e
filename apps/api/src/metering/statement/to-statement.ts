import type { PreviewedStatement as Previewed, StatementHeader } from '@orgledger/metering';
import type { PreviewedStatement, Statement } from './statement.types.js';

export const toPreviewedStatement = ({ holder, ...statement }: Previewed): PreviewedStatement => ({
  ...statement,
  holder: { ...holder, tags: Object.entries(holder.tags).map(([key, value]) => ({ key, value })) },
});

export const toStatement = ({ paymentMethod, paymentMethodAssignedAt, ...header }: StatementHeader): Statement => ({
  ...header,
  ...toPreviewedStatement(header),
  ...(paymentMethod
    ? { paymentMethod: { ...paymentMethod, ...(paymentMethodAssignedAt === undefined ? {} : { assignedAt: paymentMethodAssignedAt }) } }
    : {}),
});
