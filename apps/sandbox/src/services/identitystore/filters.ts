import type { RequestMembers } from '../request-members.js';
import { validation } from './errors.js';

/** The one value that a List call filters its one attribute by; undefined without a filter. */
export const readFilter = (members: RequestMembers, attribute: string): string | undefined => {
  if (!members.has('Filters')) return undefined;
  const filters = members.structures('Filters', { maxItems: 1 });
  for (const filter of filters) {
    const path = filter.text('AttributePath', { min: 1, max: 255 });
    if (path.toLowerCase() !== attribute.toLowerCase()) throw validation(`The attribute path ${path} is not supported. Use ${attribute}.`);
    return filter.text('AttributeValue', { min: 1, max: 1024 });
  }
  return undefined;
};
