import { CONFIGURATION, readConfiguration } from '@orgledger/config';
import { startInstallation } from '@orgledger/governance/testing';
import type { Installation } from '@orgledger/governance/testing';
import { notificationProjections } from '@orgledger/notification';
import type { ViewsDatabase } from '@orgledger/projections';
import { METERING_SETTINGS_QUERIES, MeteringModule, meteringProjections, meteringReactions } from '../src/index.js';
import type { MeteringSettingsQueries, MeteringSettingsTables } from '../src/index.js';

/** Governance and metering as they run in a process, over a memory store. */
export interface MeteringInstallation extends Omit<Installation, 'queries' | 'views'> {
  readonly views: ViewsDatabase<MeteringSettingsTables>;
  readonly queries: MeteringSettingsQueries;
}

/** `reactions`: run governance's and metering's reactions as well; default: no. */
export const startMetering = async ({ reactions = false } = {}): Promise<MeteringInstallation> => {
  const installation = await startInstallation({
    reactions,
    more: {
      modules: [MeteringModule],
      projections: [...meteringProjections, ...notificationProjections],
      reactions: meteringReactions,
      providers: (directory) => [{ provide: CONFIGURATION, useValue: readConfiguration({ ORGLEDGER_DATA_DIR: directory }) }],
    },
  });
  return {
    ...installation,
    views: installation.views as ViewsDatabase<MeteringSettingsTables>,
    queries: installation.get<MeteringSettingsQueries>(METERING_SETTINGS_QUERIES),
  };
};
