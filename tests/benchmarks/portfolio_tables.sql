-- Hand-written: what is looked up by a join on very few rows instead of being worked out in every row. Texts of which
-- there are few are ENUMs: they are compared, sorted and written as small numbers, and are plain texts in the files.

CREATE TYPE severity AS ENUM ('minor', 'major', 'critical');
CREATE TYPE concerns AS ENUM ('evaluation', 'project');
CREATE TYPE rule AS ENUM (
  'arrived-over-budget', 'completion-late', 'execution-rate-low', 'fund-arrival-below-target',
  'judged-deduction-without-reason', 'online-rate-below-floor', 'payment-after-first-month',
  'payment-after-second-month', 'persistent-low-online', 'quantity-short', 'service-before-completion',
  'spent-over-arrived', 'survey-rate-unattainable', 'unit-price-over-ceiling');
CREATE TYPE indicator AS ENUM (
  'execution_rate', 'fund_arrival_rate', 'output_cost', 'output_quality', 'output_quantity', 'output_timeliness');
CREATE TYPE problem AS ENUM (
  'funds-not-fully-arrived', 'late-completion', 'late-payment', 'low-execution', 'low-online-rate',
  'persistent-low-online', 'price-over-ceiling', 'quantity-short');
CREATE TYPE grades AS ENUM ('优', '优、良', '优、良、中', '优、良、中、差', '良', '良、中', '良、中、差', '中', '中、差', '差');

-- The indicators that assessors judge.
CREATE TEMP TABLE indicators (label VARCHAR, id VARCHAR, weight DECIMAL(5, 2));
INSERT INTO indicators VALUES
  ('项目立项', 'project_initiation', 5), ('绩效目标', 'performance_target', 5), ('资金投入', 'funding_input', 8),
  ('资金使用合规性', 'fund_compliance', 6), ('组织实施', 'organisation', 6), ('社会效益', 'social_benefit', 10),
  ('可持续影响', 'sustainability', 10);

-- Every quarter once, with the days that matter.
CREATE TEMP TABLE days AS
SELECT y || 'Q' || q AS quarter, last_day(start + INTERVAL 2 MONTH) AS last_day,
  last_day(start + INTERVAL 3 MONTH) AS first_month, last_day(start + INTERVAL 4 MONTH) AS second_month
FROM (SELECT y, q, make_date(y, q * 3 - 2, 1) AS start FROM range(2000, 2101) AS _(y), range(1, 5) AS __(q));

-- All keys of findings, in the order of their texts.
CREATE TYPE finding_key AS ENUM (
  SELECT * FROM (
    SELECT '' UNION ALL SELECT 'low-online-rate' UNION ALL SELECT id FROM indicators
    UNION ALL SELECT unnest(['一期', '二期']) UNION ALL SELECT quarter FROM days
    UNION ALL SELECT quarter || '/' || batch FROM days, unnest(['一期', '二期']) AS _(batch)
  ) AS _(key) ORDER BY key);
CREATE TEMP TABLE quarters AS SELECT *, quarter::finding_key AS key FROM days;

-- What is the same for every finding of a rule.
CREATE TEMP TABLE rules (
  rule rule, severity severity, concerns concerns, indicator indicator, problem problem, deduction DECIMAL(3, 1));
INSERT INTO rules VALUES
  ('arrived-over-budget', 'minor', 'evaluation', NULL, NULL, NULL),
  ('completion-late', 'major', 'project', 'output_timeliness', 'late-completion', 1),
  ('execution-rate-low', 'major', 'project', 'execution_rate', 'low-execution', NULL),
  ('fund-arrival-below-target', 'major', 'project', 'fund_arrival_rate', 'funds-not-fully-arrived', NULL),
  ('judged-deduction-without-reason', 'minor', 'evaluation', NULL, NULL, NULL),
  ('online-rate-below-floor', 'major', 'project', 'output_quality', 'low-online-rate', 0.5),
  ('payment-after-first-month', 'minor', 'project', 'output_timeliness', 'late-payment', NULL),
  ('payment-after-second-month', 'major', 'project', 'output_timeliness', 'late-payment', 1),
  ('persistent-low-online', 'critical', 'project', NULL, 'persistent-low-online', NULL),
  ('quantity-short', 'major', 'project', 'output_quantity', 'quantity-short', NULL),
  ('service-before-completion', 'minor', 'evaluation', NULL, NULL, NULL),
  ('spent-over-arrived', 'minor', 'evaluation', NULL, NULL, NULL),
  ('survey-rate-unattainable', 'minor', 'evaluation', NULL, NULL, NULL),
  ('unit-price-over-ceiling', 'major', 'project', 'output_cost', 'price-over-ceiling', 5);
