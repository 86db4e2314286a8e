import type { Plan } from '../plan/change.js';

const dayMs = 86_400_000;

/** Whether a tenant is read completely in the night of `at` (ms since 1970): each one once in `nights` nights. */
export const isItsTurn = (tenantNumber: number, nights: number, at: number): boolean =>
  tenantNumber % Math.max(1, nights) === Math.floor(at / dayMs) % Math.max(1, nights);

/** Of a plan made from the organisation's lists alone, the changes that those lists can vouch for. */
export const vouchedByLists = ({ changes }: Plan, knowsMembers: boolean): Plan['changes'] =>
  changes.filter(
    ({ service, operation }) =>
      service !== 'ssoadmin' && (knowsMembers || (operation !== 'CreateGroupMembership' && operation !== 'DeleteGroupMembership')),
  );
