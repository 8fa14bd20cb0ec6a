-- one after the other, each on what the others have left
ALTER TABLE bill.invoices ADD COLUMN currency bill.currency NOT NULL DEFAULT 'EUR'
ALTER TABLE bill.invoices ADD CONSTRAINT currency_known CHECK (currency IN ('EUR', 'USD'))
CREATE TABLE bill.invoices_2028 (LIKE bill.invoices INCLUDING ALL)
ALTER TABLE bill.invoices ATTACH PARTITION bill.invoices_2028 FOR VALUES FROM ('2028-01-01') TO ('2029-01-01')
ALTER TABLE bill.invoices_2028 ADD COLUMN x int
CREATE INDEX ON bill.invoices (account)
ALTER TABLE bill.invoices DETACH PARTITION bill.invoices_2028
ALTER TABLE bill.invoices_2028 ADD COLUMN x int
DROP INDEX bill.invoices_2028_account_idx
ALTER TABLE bill.invoices_2028 DROP CONSTRAINT invoices_2028_pkey
ALTER INDEX bill.invoices_memo_idx ATTACH PARTITION bill.invoices_2024_memo_idx
DROP INDEX bill.invoices_2024_memo_idx
ALTER TABLE bill.accounts RENAME COLUMN holder TO owner_name
ALTER TABLE bill.accounts ALTER COLUMN owner_name TYPE varchar(100)
DROP VIEW bill.debtors
DROP VIEW bill.account_list
ALTER TABLE bill.accounts ALTER COLUMN owner_name TYPE varchar(100)
DROP TRIGGER stamp_accounts ON bill.accounts
ALTER TABLE bill.accounts ALTER COLUMN owner_name TYPE varchar(100)
ALTER TABLE bill.accounts ALTER COLUMN owner_name TYPE varchar(200)
ALTER TABLE bill.accounts ALTER COLUMN account_id TYPE bigint
ALTER TABLE bill.subscriptions ALTER COLUMN account TYPE bigint
ALTER TABLE bill.accounts ADD CONSTRAINT note_given CHECK (note IS NOT NULL) NOT VALID
ALTER TABLE bill.accounts VALIDATE CONSTRAINT note_given
ALTER TABLE bill.accounts ALTER COLUMN note SET NOT NULL
ALTER TABLE bill.accounts DROP CONSTRAINT note_given
ALTER TABLE bill.accounts ADD CONSTRAINT note_key UNIQUE USING INDEX accounts_note_key
ALTER TABLE bill.rates ADD COLUMN account integer
ALTER TABLE bill.rates ADD FOREIGN KEY (account) REFERENCES bill.accounts NOT VALID
ALTER TABLE bill.rates VALIDATE CONSTRAINT rates_account_fkey
TRUNCATE bill.accounts
ALTER TABLE bill.rates DROP CONSTRAINT rates_account_fkey
DROP DOMAIN bill.positive
ALTER TABLE bill.tariffs ALTER COLUMN price TYPE numeric(14,4)
ALTER TABLE bill.invoice_lines ALTER COLUMN price TYPE numeric(14,4)
DROP DOMAIN bill.positive
ALTER TABLE bill.payments ADD COLUMN fee numeric DEFAULT 0
ALTER TABLE bill.card_payments NO INHERIT bill.payments
ALTER TABLE bill.payments DROP COLUMN fee
ALTER TABLE bill.card_payments DROP COLUMN fee
ALTER TABLE bill.card_payments ALTER COLUMN reference TYPE varchar(10)
REFRESH MATERIALIZED VIEW CONCURRENTLY bill.later
REFRESH MATERIALIZED VIEW bill.later
CREATE UNIQUE INDEX ON bill.later (sub_id)
REFRESH MATERIALIZED VIEW CONCURRENTLY bill.later
ALTER TABLE bill.subscriptions ALTER COLUMN ends TYPE date
DROP MATERIALIZED VIEW bill.later
ALTER TABLE bill.subscriptions DROP CONSTRAINT ends_later
ALTER TABLE bill.subscriptions ALTER COLUMN ends TYPE date
DROP SCHEMA bill CASCADE
