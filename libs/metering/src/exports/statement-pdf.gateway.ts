import PDFDocument from 'pdfkit';
import type { StatementLine } from '../statement/statement.js';
import type { StatementDocument } from './export-document.js';
import { PdfText } from './pdf-text.gateway.js';
import type { TextStyle } from './pdf-text.gateway.js';
import { dayAndTime, grouped, monthName } from './readable.js';
import { bySection } from './sections.js';
import type { SectionLines } from './sections.js';

const ink = '#1f2933';
const grey = '#616e7c';
const accent = '#1d4e89';
const rule = '#cbd2d9';
const tint = '#f2f6fb';

const left = 50;
const right = 545;
const top = 56;
const bottom = 770;

const body: TextStyle = { size: 9, color: ink };
const strong: TextStyle = { size: 9, weight: 'bold', color: ink };
const small: TextStyle = { size: 7.5, color: grey };
const label: TextStyle = { size: 7.5, weight: 'bold', color: grey };
const lineHeight = 12.5;
const smallHeight = 10.5;

/** A statement as PDF 1.3, A4. The same statement always gives the same bytes. The stream is to be read to its end. */
export const statementPdf = (document: StatementDocument): PDFKit.PDFDocument => new StatementPdf(document).write();

class StatementPdf {
  private readonly pdf: PDFKit.PDFDocument;
  private readonly text: PdfText;
  private y = top;
  private readonly foreign: boolean;

  constructor(private readonly document: StatementDocument) {
    const { statement, issuer, finalisedAt } = document;
    const made = new Date(finalisedAt);
    this.pdf = new PDFDocument({
      size: 'A4',
      margins: { top, bottom: 0, left, right: 595 - right },
      bufferPages: true,
      lang: 'en',
      displayTitle: true,
      info: {
        Title: `Statement ${monthName(statement.month)} – ${holderName(document)}`,
        Author: issuer,
        Subject: document.statementId,
        CreationDate: made,
        ModDate: made,
      },
    });
    this.text = new PdfText(this.pdf);
    this.foreign = statement.currency !== statement.billingCurrency;
  }

  write(): PDFKit.PDFDocument {
    this.heading();
    this.facts();
    this.total();
    for (const section of bySection(this.document.statement.lines)) this.section(section);
    this.sums();
    this.closing();
    this.footers();
    this.pdf.end();
    return this.pdf;
  }

  private heading(): void {
    const { issuer, statement } = this.document;
    this.pdf.rect(0, 0, 595, 6).fill(accent);
    const size = this.text.width(issuer, { size: 18, weight: 'bold' }) > 320 ? 13 : 18;
    const names = this.text.wrap(issuer, 320, { size, weight: 'bold' }, 2);
    names.forEach((name, at) => this.text.line(name, { x: left, y: this.y - 14 + at * 18 }, { size, weight: 'bold', color: accent }));
    this.text.line(isCredit(statement.convertedTotal) ? 'Credit statement' : 'Statement', { right, y: this.y - 14 }, { size: 18, color: ink });
    this.text.line(monthName(statement.month), { right, y: this.y + 12 }, { size: 11, color: grey });
    this.y += 36;
    this.line();
    this.y += 14;
  }

  private facts(): void {
    const { statement, statementId, version, finalisedAt, assignedPaymentMethod } = this.document;
    const { holder } = statement;
    const method = holder.paymentMethod ?? assignedPaymentMethod;
    const methodText = method ? `${method.displayName} (${method.identifier})` : 'none set at the month’s end';
    const start = this.y;
    this.pair('For', holderName(this.document), left, 230, strong);
    if (holder.workspaceIdentifier !== undefined) this.pair('Workspace', holder.workspaceIdentifier, left, 230);
    if (holder.projectIdentifier !== undefined) this.pair('Project', holder.projectIdentifier, left, 230);
    if (holder.platformIdentifier !== undefined)
      this.pair('Platform', [holder.platformIdentifier, holder.landingZoneIdentifier].filter(Boolean).join(' / '), left, 230);
    this.pair('Tenant', holder.tenantId, left, 230);
    const tags = Object.entries(holder.tags).map(([key, value]) => `${key}: ${value}`);
    if (tags.length > 0) this.pair('Tags', tags.join(', '), left, 230);
    const afterLeft = this.y;
    this.y = start;
    const x = 310;
    this.pair('Statement', statementId, x, 235);
    this.pair('Version', `${version}, finalised ${dayAndTime(finalisedAt)}`, x, 235);
    this.pair('Period', `${monthName(statement.month)} (UTC)`, x, 235);
    this.pair('AWS bill of account', statement.payerAccountId, x, 235);
    this.pair('Costs', statement.basis === 'accrual' ? 'accrual (amortised)' : 'cash (unblended)', x, 235);
    this.pair(
      'Payment method',
      assignedPaymentMethod && !holder.paymentMethod ? `${methodText}, set ${assignedPaymentMethod.assignedAt.slice(0, 10)}` : methodText,
      x,
      235,
    );
    this.y = Math.max(afterLeft, this.y) + 8;
  }

  private pair(name: string, value: string, x: number, width: number, style: TextStyle = body): void {
    this.text.line(name, { x, y: this.y + 1 }, label);
    for (const line of this.text.wrap(value, width - 84, style, 4)) {
      this.text.line(line, { x: x + 84, y: this.y }, style);
      this.y += lineHeight;
    }
    this.y += 1.5;
  }

  private total(): void {
    const { statement } = this.document;
    const height = this.foreign ? 50 : 38;
    this.pdf.roundedRect(left, this.y, right - left, height, 4).fill(tint);
    this.text.line(
      isCredit(statement.convertedTotal) ? 'Credited to you' : 'Total',
      { x: left + 14, y: this.y + 11 },
      { size: 12, weight: 'bold', color: ink },
    );
    const amount = `${grouped(statement.convertedTotal)} ${statement.currency}`;
    this.text.line(amount, { right: right - 14, y: this.y + 8 }, { size: 16, weight: 'bold', color: accent });
    if (this.foreign)
      this.text.line(
        `${grouped(statement.total)} ${statement.billingCurrency} at ${statement.rate} ${statement.currency} for 1 ${statement.billingCurrency}`,
        { right: right - 14, y: this.y + 32 },
        { size: 8, color: grey },
      );
    this.y += height + 20;
  }

  private section({ section, lines, amount, converted }: SectionLines): void {
    const said = (this.document.statement.basis === 'cash' ? section.cashNote : undefined) ?? section.note;
    const note = said === undefined ? [] : this.text.wrap(said, right - left, small);
    this.need(34 + note.length * smallHeight + 2 * lineHeight);
    this.text.line(section.title, { x: left, y: this.y }, { size: 11, weight: 'bold', color: accent });
    this.y += 17;
    for (const line of note) {
      this.text.line(line, { x: left, y: this.y }, small);
      this.y += smallHeight;
    }
    this.columns();
    for (const line of lines) this.row(line, section.title);
    this.sum(`Subtotal ${section.title.toLowerCase()}`, amount, converted);
    this.y += 16;
  }

  private columns(): void {
    const { billingCurrency, currency } = this.document.statement;
    this.y += 4;
    this.text.line('Description', { x: left, y: this.y }, label);
    this.text.line('Account', { x: 315, y: this.y }, label);
    if (this.foreign) this.text.line(billingCurrency, { right: 470, y: this.y }, label);
    this.text.line(currency, { right, y: this.y }, label);
    this.y += 12;
    this.line();
    this.y += 4;
  }

  private row(line: StatementLine, title: string): void {
    const description = this.text.wrap(describe(line), this.foreign ? 255 : 258, body, 3);
    const height = Math.max(1, description.length) * lineHeight;
    if (this.y + height + 4 > bottom) {
      this.page();
      this.text.line(`${title} (continued)`, { x: left, y: this.y }, { size: 9, weight: 'bold', color: accent });
      this.y += 14;
      this.columns();
    }
    description.forEach((text, at) => this.text.line(text, { x: left, y: this.y + at * lineHeight }, body));
    this.text.line(line.accountId ?? '', { x: 315, y: this.y }, { ...body, color: grey });
    if (this.foreign) this.text.line(grouped(line.amount), { right: 470, y: this.y }, { ...body, color: grey });
    this.text.line(grouped(line.converted), { right, y: this.y }, body);
    this.y += height + 2;
  }

  private sum(name: string, amount: string, converted: string): void {
    this.need(22);
    this.line();
    this.y += 4;
    this.text.line(name, { x: left, y: this.y }, strong);
    if (this.foreign) this.text.line(grouped(amount), { right: 470, y: this.y }, { ...strong, color: grey });
    this.text.line(grouped(converted), { right, y: this.y }, strong);
    this.y += lineHeight;
  }

  private sums(): void {
    const { statement } = this.document;
    this.need(60);
    this.pdf.rect(left, this.y, right - left, 24).fill(tint);
    this.y += 7;
    this.text.line(`Total ${statement.currency}`, { x: left + 8, y: this.y }, { ...strong, size: 10 });
    if (this.foreign) this.text.line(grouped(statement.total), { right: 470, y: this.y }, { ...strong, color: grey });
    this.text.line(grouped(statement.convertedTotal), { right: right - 4, y: this.y }, { ...strong, size: 10 });
    this.y += 30;
    const part = `The AWS bill of this month explains ${grouped(statement.billTotal)} ${statement.billingCurrency} of ${grouped(statement.total)} ${statement.billingCurrency}; the rest is prices, mark-ups and corrections of earlier months.`;
    if (statement.billTotal !== statement.total) this.note(part);
  }

  private closing(): void {
    const { hash, version, statement } = this.document;
    if (this.foreign)
      this.note(
        `AWS bills in ${statement.billingCurrency}. All amounts of this month are converted at ${statement.rate} ${statement.currency} for 1 ${statement.billingCurrency}, fixed when the month was closed; corrections at the rate of their own month.`,
      );
    this.note(`Version ${version} of this statement is final. Whoever holds its data can prove that it is unchanged by its SHA-256: ${hash}`);
  }

  private note(text: string): void {
    const lines = this.text.wrap(text, right - left, small);
    this.need(lines.length * smallHeight + 6);
    for (const line of lines) {
      this.text.line(line, { x: left, y: this.y }, small);
      this.y += smallHeight;
    }
    this.y += 5;
  }

  private footers(): void {
    const { statementId, version, issuer } = this.document;
    const { count } = this.pdf.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.pdf.switchToPage(page);
      this.pdf.moveTo(left, 792).lineTo(right, 792).lineWidth(0.5).stroke(rule);
      const [name = ''] = this.text.wrap(issuer, 130, small, 1);
      const [footer = ''] = this.text.wrap(`${name} · ${statementId} · version ${version}`, 430, small, 1);
      this.text.line(footer, { x: left, y: 798 }, small);
      this.text.line(`Page ${page + 1} of ${count}`, { right, y: 798 }, small);
    }
  }

  private need(height: number): void {
    if (this.y + height > bottom) this.page();
  }

  private page(): void {
    this.pdf.addPage();
    this.y = top;
  }

  private line(): void {
    this.pdf.moveTo(left, this.y).lineTo(right, this.y).lineWidth(0.5).stroke(rule);
  }
}

const isCredit = (total: string): boolean => total.startsWith('-');

const holderName = ({ statement: { holder } }: StatementDocument): string => {
  if (holder.tenantId === 'unassigned') return 'Accounts of nobody';
  if (holder.workspaceIdentifier === undefined) return holder.tenantId === 'platform' ? 'The platform' : holder.tenantId;
  return holder.projectIdentifier === undefined ? holder.workspaceIdentifier : `${holder.workspaceIdentifier} / ${holder.projectIdentifier}`;
};

const describe = ({ service, description, commitmentId, correctedMonth, seller, kind }: StatementLine): string => {
  const what = service === undefined || service === description ? description : `${service} – ${description}`;
  const of = correctedMonth === undefined ? what : `${monthName(correctedMonth)}: ${what}`;
  const commitment = commitmentId === undefined ? '' : ` [${commitmentId.split(/[/:]/).at(-1) ?? commitmentId}]`;
  return `${of}${commitment}${kind === 'MARKUP' || kind === 'PRICE' || kind === 'EXTERNAL' ? `, ${seller}` : ''}`;
};
