import type { RequestPrices } from './pull.gateway.js';

/** As AWS documents the price, and as paging was found (not published). @source specs/chargeback.md §2.6 */
const documented: RequestPrices = { usdPerRequest: '0.01', groupsPerPage: 5_000 };

/** What Cost Explorer's requests cost, from `costexplorer` of the quotas file; documented values stand for what is missing there. */
export const requestPrices = (quotas: Readonly<Record<string, unknown>>): RequestPrices => {
  const entry = Object(quotas.costexplorer) as Readonly<Record<string, unknown>>;
  const { usdPerRequestPage: usd, groupsPerPage } = entry;
  return {
    // The shortest text of the number, as the file writes it.
    usdPerRequest: typeof usd === 'number' && usd >= 0 ? String(usd) : documented.usdPerRequest,
    groupsPerPage: typeof groupsPerPage === 'number' && groupsPerPage >= 1 ? groupsPerPage : documented.groupsPerPage,
  };
};
