import PDFDocument from 'pdfkit';
import type { StatementLine } from '../statement/statement.js';
import type { StatementDocument } from './export-document.js';
import { accent, body, grey, ink, label, left, lineHeight, PdfSheet, right, small, smallHeight, strong, top } from './pdf-sheet.gateway.js';
import type { TextStyle } from './pdf-text.gateway.js';
import { grouped, monthName } from './readable.js';
import { bySection } from './sections.js';
import type { SectionLines } from './sections.js';
import {
  basisText,
  billShare,
  describeLine,
  exchange,
  fairExplanation,
  holderName,
  isCredit,
  paymentMethodText,
  versionText,
} from './statement-texts.js';

const accountWidth = 76;
const narrowest = 70;
const mostLines = 4;
// A summary is worth its place where a reader would have to turn pages for the subtotals.
const sectionsToSummarise = 3;

/** A statement as PDF 1.3, A4. The same statement always gives the same bytes. The stream is to be read to its end. */
export const statementPdf = (document: StatementDocument): PDFKit.PDFDocument => new StatementPdf(document).write();

class StatementPdf {
  private readonly sheet: PdfSheet;
  private readonly foreign: boolean;
  private readonly sections: readonly SectionLines[];
  /** Where the amounts in the billing currency end, and where no text may reach into them. */
  private readonly billedRight: number;
  private readonly textRight: number;

  constructor(private readonly document: StatementDocument) {
    const { statement, issuer, finalisedAt } = document;
    const made = new Date(finalisedAt);
    this.sheet = new PdfSheet(
      new PDFDocument({
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
      }),
    );
    this.foreign = statement.currency !== statement.billingCurrency;
    this.sections = bySection(statement);
    const column = (amounts: readonly string[]): number => {
      const longest = amounts.reduce((most, amount) => (amount.length > most.length ? amount : most), '');
      return Math.max(narrowest, this.sheet.text.width(grouped(longest), { ...strong, size: 10 }) + 8);
    };
    const converted = column([...statement.lines, ...this.sections].map((one) => one.converted).concat(statement.convertedTotal));
    const billed = this.foreign ? column([...statement.lines, ...this.sections].map((one) => one.amount).concat(statement.total)) : 0;
    this.billedRight = right - converted;
    this.textRight = right - converted - billed;
  }

  write(): PDFKit.PDFDocument {
    const { issuer, statementId, version, hash, statement } = this.document;
    this.heading();
    this.facts();
    this.total();
    if (this.sections.length >= sectionsToSummarise) this.summary();
    for (const section of this.sections) this.section(section);
    this.sums();
    this.closing();
    const [name = ''] = this.sheet.text.wrap(issuer, 130, small, 1);
    this.sheet.edges(`${holderName(this.document)} · statement of ${monthName(statement.month)}`, [
      `${name} · ${statementId} · version ${version}`,
      `SHA-256 ${hash}`,
    ]);
    this.sheet.pdf.end();
    return this.sheet.pdf;
  }

  private heading(): void {
    const { sheet } = this;
    const { issuer, statement } = this.document;
    sheet.pdf.rect(0, 0, 595, 6).fill(accent);
    const size = sheet.text.width(issuer, { size: 18, weight: 'bold' }) > 320 ? 13 : 18;
    const names = sheet.text.wrap(issuer, 320, { size, weight: 'bold' }, 2);
    names.forEach((name, at) => sheet.text.line(name, { x: left, y: sheet.y - 14 + at * 18 }, { size, weight: 'bold', color: accent }));
    sheet.text.line(isCredit(statement) ? 'Credit statement' : 'Statement', { right, y: sheet.y - 14 }, { size: 18, color: ink });
    sheet.text.line(monthName(statement.month), { right, y: sheet.y + 12 }, { size: 11, color: grey });
    sheet.y += 36;
    sheet.rule();
    sheet.y += 14;
  }

  private facts(): void {
    const { sheet } = this;
    const { statement, statementId } = this.document;
    const { holder } = statement;
    const start = sheet.y;
    const who = (name: string, value: string | undefined, style?: TextStyle): void => {
      if (value !== undefined && value !== '') sheet.pair(name, value, { x: left, indent: 58, width: 242 }, style);
    };
    who('For', holderName(this.document), strong);
    who('Workspace', holder.workspaceIdentifier);
    who('Project', holder.projectIdentifier);
    who('Platform', [holder.platformIdentifier, holder.landingZoneIdentifier].filter(Boolean).join(' / '));
    who('Tenant', holder.tenantId);
    const tags = Object.entries(holder.tags).map(([key, value]) => `${key}: ${value}`);
    who('Tags', tags.join(', '));
    const afterLeft = sheet.y;
    sheet.y = start;
    const what = (name: string, value: string): void => sheet.pair(name, value, { x: 310, indent: 84, width: 235 });
    what('Statement', statementId);
    what('Version', versionText(this.document));
    what('Period', `${monthName(statement.month)} (UTC)`);
    what('AWS bill of account', statement.payerAccountId);
    what('Costs', basisText(statement));
    what('Payment method', paymentMethodText(this.document));
    sheet.y = Math.max(afterLeft, sheet.y) + 8;
  }

  private total(): void {
    const { sheet } = this;
    const { statement } = this.document;
    const height = this.foreign ? 50 : 38;
    sheet.box(height, 4);
    sheet.text.line(isCredit(statement) ? 'Credited to you' : 'Total', { x: left + 14, y: sheet.y + 11 }, { size: 12, weight: 'bold', color: ink });
    const amount = `${grouped(statement.convertedTotal)} ${statement.currency}`;
    sheet.text.line(amount, { right: right - 14, y: sheet.y + 8 }, { size: 16, weight: 'bold', color: accent });
    if (this.foreign)
      sheet.text.line(
        `${grouped(statement.total)} ${statement.billingCurrency} at ${statement.rate} ${statement.currency} for 1 ${statement.billingCurrency}`,
        { right: right - 14, y: sheet.y + 32 },
        { size: 8, color: grey },
      );
    sheet.y += height + 20;
  }

  private summary(): void {
    const { sheet } = this;
    this.title('Summary', []);
    this.columns(false);
    for (const { section, amount, converted } of this.sections) {
      sheet.text.line(section.title, { x: left, y: sheet.y }, body);
      this.amounts(amount, converted, body);
      sheet.y += lineHeight + 2;
    }
    sheet.y += 16;
  }

  private section({ section, lines, amount, converted }: SectionLines): void {
    const { sheet } = this;
    const { statement } = this.document;
    const said = (statement.basis === 'cash' ? section.cashNote : undefined) ?? section.note;
    const fair = lines.some(({ kind }) => kind === 'COMMITMENT_UPFRONT' || kind === 'COMMITMENT_UPFRONT_DISCOUNT')
      ? fairExplanation(statement)
      : undefined;
    const notes = [said, fair].filter((note) => note !== undefined);
    const accounts = lines.some(({ accountId }) => accountId !== undefined);
    const first = lines[0] ? this.described(lines[0]).length : 0;
    const noted = notes.reduce((sum, note) => sum + sheet.text.wrap(note, right - left, small).length, 0);
    // A title never stands at the foot of a page without its first line.
    sheet.has(37 + noted * smallHeight + (first + 1) * lineHeight);
    this.title(section.title, notes);
    this.columns(accounts);
    for (const [at, line] of lines.entries()) this.row(line, section.title, accounts, at === lines.length - 1);
    sheet.rule();
    sheet.y += 4;
    sheet.text.line(`Subtotal ${section.title.toLowerCase()}`, { x: left, y: sheet.y }, strong);
    this.amounts(amount, converted, strong);
    sheet.y += lineHeight + 16;
  }

  private title(title: string, notes: readonly string[]): void {
    this.sheet.text.line(title, { x: left, y: this.sheet.y }, { size: 11, weight: 'bold', color: accent });
    this.sheet.y += 17;
    for (const note of notes) this.sheet.note(note);
  }

  private columns(accounts: boolean): void {
    const { sheet } = this;
    const { billingCurrency, currency } = this.document.statement;
    sheet.y += 4;
    sheet.text.line('Description', { x: left, y: sheet.y }, label);
    if (accounts) sheet.text.line('Account', { x: this.textRight - accountWidth, y: sheet.y }, label);
    if (this.foreign) sheet.text.line(billingCurrency, { right: this.billedRight, y: sheet.y }, label);
    sheet.text.line(currency, { right, y: sheet.y }, label);
    sheet.y += 12;
    sheet.rule();
    sheet.y += 4;
  }

  private described(line: StatementLine): readonly string[] {
    const end = line.accountId === undefined ? this.textRight : this.textRight - accountWidth;
    return this.sheet.text.wrap(describeLine(line), end - left - 10, body, mostLines);
  }

  private row(line: StatementLine, title: string, accounts: boolean, last: boolean): void {
    const { sheet } = this;
    const description = this.described(line);
    const height = Math.max(1, description.length) * lineHeight + 2;
    // The last line keeps its subtotal beside it.
    if (!sheet.has(height + (last ? lineHeight + 4 : 0))) {
      sheet.text.line(`${title} (continued)`, { x: left, y: sheet.y }, { size: 9, weight: 'bold', color: accent });
      sheet.y += 14;
      this.columns(accounts);
    }
    description.forEach((text, at) => sheet.text.line(text, { x: left, y: sheet.y + at * lineHeight }, body));
    if (line.accountId !== undefined) sheet.text.line(line.accountId, { x: this.textRight - accountWidth, y: sheet.y }, { ...body, color: grey });
    this.amounts(line.amount, line.converted, body);
    sheet.y += height;
  }

  private amounts(amount: string, converted: string, style: TextStyle): void {
    const { sheet } = this;
    if (this.foreign) sheet.text.line(grouped(amount), { right: this.billedRight, y: sheet.y }, { ...style, color: grey });
    sheet.text.line(grouped(converted), { right, y: sheet.y }, style);
  }

  private sums(): void {
    const { sheet } = this;
    const { statement } = this.document;
    sheet.has(60);
    sheet.box(24);
    sheet.y += 6;
    const style = { ...strong, size: 10 };
    sheet.text.line('Total', { x: left + 8, y: sheet.y }, style);
    this.amounts(statement.total, statement.convertedTotal, style);
    sheet.y += 26;
  }

  private closing(): void {
    const { statement, version } = this.document;
    const proof = `Version ${version} of this statement is final. Whoever holds its data can prove by the SHA-256 below that it is unchanged.`;
    for (const note of [billShare(statement), exchange(statement), proof]) {
      if (note === undefined) continue;
      this.sheet.note(note);
      this.sheet.y += 5;
    }
  }
}
