import { createTransport } from 'nodemailer';
import type { DeliveryOutcome } from '../message/notification.commands.js';
import { failed } from './delivery-port.js';
import type { Outgoing } from './delivery-port.js';

/** `starttls` refuses a server that does not offer it; `implicit` is TLS from the first byte; `none` is for a relay on this machine. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  readonly tls: 'starttls' | 'implicit' | 'none';
  readonly user?: string;
  readonly password?: string;
  readonly from: string;
}

const timeoutMs = 15_000;

/** Sends one mail. The Message-ID follows from the notification, so that a repetition is recognised. What fails is told without the server's words: they quote addresses. Never throws. */
export const sendMail = async (settings: SmtpSettings, to: string, outgoing: Outgoing): Promise<DeliveryOutcome> => {
  const { host, port, tls, user, password, from } = settings;
  const transport = createTransport({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from,
      to: { name: '', address: to },
      subject: outgoing.subject,
      text: outgoing.text,
      messageId: `<${outgoing.notificationId}@${from.split('@')[1]?.replace(/>$/, '') ?? 'orgledger'}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Orgledger-Topic': outgoing.topic },
    });
    return { kind: 'delivered', answer: '250' };
  } catch (error) {
    return failureOf(error as { readonly code?: string; readonly responseCode?: number });
  } finally {
    transport.close();
  }
};

const failureOf = ({ code, responseCode }: { readonly code?: string; readonly responseCode?: number }): DeliveryOutcome => {
  if (code === 'EAUTH')
    return failed('MAIL_LOGIN_REFUSED', 'The mail server refused the login.', 'Check ORGLEDGER_SMTP_USER and ORGLEDGER_SMTP_PASSWORD.', true);
  if (code === 'ETLS')
    return failed('MAIL_TLS_FAILED', 'The mail server offers no TLS that works.', 'Check ORGLEDGER_SMTP_TLS and the server’s certificate.', true);
  if (responseCode !== undefined)
    return failed(
      'MAIL_REFUSED',
      `The mail server answered ${responseCode}.`,
      'Look for this notification’s id in the log of the mail server, mend what it says, then retry.',
      responseCode >= 500,
    );
  return failed(
    'MAIL_SERVER_UNREACHABLE',
    `The mail server could not be reached${code === undefined ? '' : ` (${code})`}.`,
    'Check ORGLEDGER_SMTP_HOST and ORGLEDGER_SMTP_PORT.',
  );
};
