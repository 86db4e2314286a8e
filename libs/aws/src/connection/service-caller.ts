import { AwsCallError } from '../errors/aws-call-error.js';
import type { AwsService } from '../errors/aws-call-error.js';
import type { PacedCall, Pacer } from '../pacer/pacer.js';
import type { SlotWish } from '../pacer/slot-leases.js';
import type { Principal, Session, SessionScope } from '../sessions/session.js';
import type { CallPipeline, OutgoingCall } from './call-pipeline.js';
import type { Attempts, ClientPool, Clients } from './client-pool.js';

interface Answer {
  readonly $metadata: { readonly requestId?: string | undefined; readonly attempts?: number | undefined };
}

type Send<Client, Out> = (client: Client, options: { readonly abortSignal: AbortSignal }) => Promise<Out>;

export interface ChangeOptions {
  readonly slot?: SlotWish;
  /** `once` where a repetition by the SDK would carry the change out twice. */
  readonly attempts?: Attempts;
}

/** What carries calls. */
export interface Wire {
  readonly pipeline: CallPipeline;
  readonly pool: ClientPool;
  readonly pacer: Pacer;
}

/** Calls of one service as one principal for one scope. */
export class ServiceCaller<Client extends Clients[AwsService]> {
  constructor(
    private readonly service: AwsService,
    private readonly principal: Principal,
    private readonly region: string,
    private readonly scope: SessionScope,
    private readonly wire: Wire,
  ) {}

  get accountId(): string | undefined {
    return this.principal.accountId;
  }

  read<Out extends Answer>(operation: string, send: Send<Client, Out>): Promise<Out> {
    return this.signed(this.outgoing(operation, false), 'capped', send);
  }

  change<Out extends Answer>(operation: string, send: Send<Client, Out>, { slot, attempts = 'capped' }: ChangeOptions = {}): Promise<Out> {
    return this.signed({ ...this.outgoing(operation, true), ...(slot === undefined ? {} : { slot }) }, attempts, send);
  }

  unsigned<Out extends Answer>(operation: string, send: Send<Client, Out>): Promise<Out> {
    return this.wire.pipeline.run(this.outgoing(operation, false), (options) => send(this.client(undefined, 'capped'), options));
  }

  /** What is known of an operation that holds a slot: AWS's id for it, that it goes on, or that it has ended. */
  readonly slots = {
    rename: (operation: string, holder: string, renamed: string) => this.wire.pacer.rename(this.paced(operation), holder, renamed),
    seen: (operation: string, holder: string, inProgress: boolean) =>
      inProgress ? this.wire.pacer.keep(this.paced(operation), holder) : this.wire.pacer.free(this.paced(operation), holder),
  };

  /** A session that AWS calls expired is renewed, once. */
  private async signed<Out extends Answer>(call: OutgoingCall, attempts: Attempts, send: Send<Client, Out>): Promise<Out> {
    const session = await this.principal.session(this.scope);
    try {
      return await this.sendAs(session, call, attempts, send);
    } catch (error) {
      if (!(error instanceof AwsCallError) || !usedUp(error, session)) throw error;
      this.principal.discard(session);
      return this.sendAs(await this.principal.session(this.scope), call, attempts, send);
    }
  }

  private sendAs<Out extends Answer>(session: Session, call: OutgoingCall, attempts: Attempts, send: Send<Client, Out>): Promise<Out> {
    return this.wire.pipeline.run(call, (options) => send(this.client(session, attempts), options));
  }

  private client(session: Session | undefined, attempts: Attempts): Client {
    return this.wire.pool.client(this.service, session?.key, this.region, attempts) as Client;
  }

  private paced(operation: string): PacedCall {
    return { account: this.principal.quotaAccount, service: this.service, operation };
  }

  private outgoing(operation: string, mutates: boolean): OutgoingCall {
    const { accountId, quotaAccount } = this.principal;
    return { service: this.service, operation, mutates, accountId, quotaAccount, region: this.region, ...this.scope };
  }
}

/** STS forgets a session's key once it is long expired, and then says that it never knew it. */
const usedUp = (error: AwsCallError, session: Session): boolean =>
  error.kind === 'expired' ||
  (session.key.sessionToken !== undefined && (error.awsCode === 'InvalidClientTokenId' || error.awsCode === 'UnrecognizedClientException'));

/** Makes callers; the one way from an adapter to AWS. */
export class ServiceCallers {
  constructor(private readonly wire: Wire) {}

  of<Service extends AwsService>(service: Service, principal: Principal, region: string, scope: SessionScope): ServiceCaller<Clients[Service]> {
    return new ServiceCaller(service, principal, region, scope, this.wire);
  }
}
