import { createHmac } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { systemClock } from '@orgledger/kernel';
import type { DeliveryOutcome } from '../message/notification.commands.js';
import { failed } from './delivery-port.js';
import type { Outgoing } from './delivery-port.js';
import { AddressRefused, checkLiteralHost, guardedLookup } from './public-address.gateway.js';

export interface WebhookOptions {
  readonly allowLoopback: boolean;
  /** For the whole exchange, in milliseconds of wall time. */
  readonly timeoutMs: number;
}

/** `v1=` and the hexadecimal HMAC-SHA256 of `<timestamp>.<body>`. The timestamp (ISO 8601 UTC) is signed so that an old message cannot be sent again later. */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

export const webhookBody = ({ notificationId, topic, subject, text, data, requestedAt }: Outgoing): string =>
  JSON.stringify({ id: notificationId, topic, subject, text, data, requestedAt });

/** One POST. Redirects are refused: they would lead past the check of the address. Never throws. */
export const sendWebhook = async (url: string, secret: string, outgoing: Outgoing, options: WebhookOptions): Promise<DeliveryOutcome> => {
  const body = webhookBody(outgoing);
  const ended = new AbortController();
  const timeout = new AbortController();
  systemClock.wait(options.timeoutMs, ended.signal).then(
    () => timeout.abort(),
    () => undefined,
  );
  try {
    return outcomeOf(await post(new URL(url), body, headersOf(outgoing, secret, body), options.allowLoopback, timeout.signal));
  } catch (error) {
    return failureOf(error, timeout.signal.aborted);
  } finally {
    ended.abort();
  }
};

const headersOf = ({ notificationId, sentAt }: Outgoing, secret: string, body: string): Readonly<Record<string, string | number>> => ({
  'content-type': 'application/json',
  'content-length': Buffer.byteLength(body),
  'user-agent': 'Orgledger',
  'idempotency-key': notificationId,
  'orgledger-notification-id': notificationId,
  'orgledger-timestamp': sentAt,
  'orgledger-signature': signatureOf(secret, sentAt, body),
});

const post = (
  url: URL,
  body: string,
  headers: Readonly<Record<string, string | number>>,
  allowLoopback: boolean,
  signal: AbortSignal,
): Promise<number> =>
  new Promise((resolve, reject) => {
    checkLiteralHost(url.hostname, allowLoopback);
    if (url.protocol !== 'https:' && !allowLoopback) throw new AddressRefused('the address is not https');
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, { method: 'POST', headers, signal, agent: false, lookup: guardedLookup(allowLoopback) as never }, (response) => {
      // What the receiver says is nobody's business here; only the status counts.
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
    request.end(body);
  });

const outcomeOf = (status: number): DeliveryOutcome => {
  if (status >= 200 && status < 300) return { kind: 'delivered', answer: String(status) };
  const answered = `The target answered ${status}.`;
  if (status >= 300 && status < 400)
    return failed('REDIRECT_REFUSED', `${answered} Redirects are not followed.`, 'Give the target the address that the redirect leads to.', true);
  const passing = status >= 500 || status === 408 || status === 425 || status === 429;
  return failed('TARGET_ANSWERED', answered, 'Look into the log of the receiver, mend it, then retry the notification.', !passing);
};

const failureOf = (error: unknown, timedOut: boolean): DeliveryOutcome => {
  if (timedOut) return failed('TARGET_TIMEOUT', 'The target did not answer in time.', 'Check that the receiver is up and answers before it works.');
  const code = (error as { readonly code?: unknown } | null)?.code;
  if (code === 'ADDRESS_REFUSED')
    return failed(
      'ADDRESS_REFUSED',
      'The target is in a private network or on this machine, where messages are not sent.',
      'Give the target a public address, or let an operator set ORGLEDGER_WEBHOOK_ALLOW_LOOPBACK for tests on this machine.',
      true,
    );
  const named = typeof code === 'string' ? ` (${code})` : '';
  return failed('TARGET_UNREACHABLE', `The target could not be reached${named}.`, 'Check the address and that its certificate is valid.');
};
