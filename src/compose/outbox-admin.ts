export { type OutboxAdmin, outboxAdmin, type Row } from "../adapters/postgres/outbox/admin.ts";
