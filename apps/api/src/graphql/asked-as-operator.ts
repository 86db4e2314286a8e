import type { Asker } from './api-context.js';

/** Private platforms and restricted tags are open to operators only: the domain is told who asks. */
export const asOperator = ({ principal }: Asker): { readonly asOperator: boolean } => ({ asOperator: principal.role === 'operator' });
