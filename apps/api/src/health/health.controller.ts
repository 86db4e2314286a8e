import { Controller, Get, HttpException, Inject } from '@nestjs/common';
import { Public } from '@orgledger/access';
import { PROJECTION_RUNNER } from '@orgledger/projections';
import type { ProjectionRunner, ProjectionStatus } from '@orgledger/projections';

type ReadModelState = Pick<ProjectionStatus, 'name' | 'version' | 'state'>;

/** For load balancers and supervisors. */
@Controller()
export class HealthController {
  constructor(@Inject(PROJECTION_RUNNER) private readonly projections: ProjectionRunner) {}

  /** The process answers. */
  @Get('healthz')
  @Public()
  alive(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 while every read model follows the log; 503 with the states while one starts, catches up or stands still. */
  @Get('readyz')
  @Public()
  ready(): { readonly status: 'ok'; readonly readModels: readonly ReadModelState[] } {
    // Error messages of projections can quote events: they are for the log, not for whoever can reach this address.
    const readModels = this.projections.status().map(({ name, version, state }) => ({ name, version, state }));
    if (readModels.some(({ state }) => state !== 'live' && state !== 'following')) throw new HttpException({ status: 'notReady', readModels }, 503);
    return { status: 'ok', readModels };
  }
}
