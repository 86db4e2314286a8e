import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { IAMClient } from '@aws-sdk/client-iam';
import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { STSClient } from '@aws-sdk/client-sts';
import type { Clock } from '@orgledger/kernel';
import { CappedRetries } from './capped-retries.js';

/** An access key without its expiry: the SDK would compare that with the wall clock, libs/aws watches it by the product's. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const clientClasses = {
  sts: STSClient,
  iam: IAMClient,
  organizations: OrganizationsClient,
  ssoadmin: SSOAdminClient,
  identitystore: IdentitystoreClient,
  costexplorer: CostExplorerClient,
};

export type Clients = { readonly [Service in keyof typeof clientClasses]: InstanceType<(typeof clientClasses)[Service]> };

/** How often the SDK may send a call: `once` is for calls that a repetition would carry out twice. */
export type Attempts = 'once' | 'capped';

const maxAttempts: Readonly<Record<Attempts, number>> = { once: 1, capped: 3 };

/** A worker visits thousands of accounts in a night; their clients do not pile up. */
const mostClients = 256;

export interface ClientPoolOptions {
  readonly clock: Clock;
  /** Where all services are, instead of AWS's own endpoints. */
  readonly endpoint?: string;
  readonly connectTimeoutMs: number;
}

/** The one place that makes SDK clients. One per access key, service, region and attempts; all share their connections. */
export class ClientPool {
  private readonly clients = new Map<string, Clients[keyof Clients]>();
  private readonly agents = {
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 256 }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 256 }),
  };

  constructor(private readonly options: ClientPoolOptions) {}

  client<Service extends keyof Clients>(
    service: Service,
    key: AccessKey | undefined,
    region: string,
    attempts: Attempts = 'capped',
  ): Clients[Service] {
    const id = [service, key?.accessKeyId ?? 'unsigned', region, attempts].join(' ');
    const client = this.clients.get(id) ?? this.make(service, key, region, attempts);
    this.clients.delete(id);
    this.clients.set(id, client);
    for (const oldest of this.clients.keys()) {
      if (this.clients.size <= mostClients) break;
      this.clients.delete(oldest);
    }
    return client as Clients[Service];
  }

  close(): void {
    this.clients.clear();
    this.agents.httpAgent.destroy();
    this.agents.httpsAgent.destroy();
  }

  private make(service: keyof Clients, key: AccessKey | undefined, region: string, attempts: Attempts): Clients[keyof Clients] {
    const { clock, endpoint, connectTimeoutMs } = this.options;
    return new clientClasses[service]({
      region,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(key === undefined ? {} : { credentials: { ...key } }),
      maxAttempts: maxAttempts[attempts],
      retryStrategy: new CappedRetries(clock, maxAttempts[attempts]),
      requestHandler: { ...this.agents, connectionTimeout: connectTimeoutMs },
    });
  }
}
